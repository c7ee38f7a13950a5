/** Values by key, made when first asked for. Above `maxKeys` the key that was asked for longest ago is forgotten. */
export class LruMap<Value> {
  /** The least recently used first. */
  private readonly values = new Map<string, Value>();
  private newest: string | undefined;

  constructor(
    private readonly maxKeys: number,
    private readonly create: () => Value,
  ) {}

  get size(): number {
    return this.values.size;
  }

  get(key: string): Value {
    const known = this.values.get(key);
    if (known !== undefined && key === this.newest) return known;
    const value = known ?? this.create();
    if (known !== undefined) this.values.delete(key);
    else if (this.values.size >= this.maxKeys) this.forgetOldest();
    this.values.set(key, value);
    this.newest = key;
    return value;
  }

  /** A value that is there, without using it. */
  peek(key: string): Value | undefined {
    return this.values.get(key);
  }

  private forgetOldest(): void {
    for (const key of this.values.keys()) {
      this.values.delete(key);
      return;
    }
  }
}
