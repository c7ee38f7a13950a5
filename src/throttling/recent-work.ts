const BUCKET_MS = 1_000;
const BUCKETS = 10;

/** Units that nobody is refused for, however busy the server is. */
const FREE_UNITS = 10;

/** What each caller was charged in the last ten seconds, to know who makes an overloaded server busy. */
export class RecentWork {
  /** By the second, the newest first. */
  private readonly buckets: Map<string, number>[] = [new Map()];
  private newestBeganAtMs = 0;

  constructor(
    private readonly maxKeys: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** A caller is there; most of what it is charged is nothing. */
  add(key: string, units: number): void {
    const newest = this.newest();
    const known = newest.get(key);
    if (known === undefined) {
      if (newest.size < this.maxKeys) newest.set(key, units);
    } else if (units > 0) newest.set(key, known + units);
  }

  /** Whether a caller was charged more than an equal share of what all were, and more than a little. */
  isHeavy(key: string): boolean {
    this.newest();
    const units = this.unitsOf(key);
    if (units <= FREE_UNITS) return false;
    const callers = new Set<string>();
    let total = 0;
    for (const bucket of this.buckets)
      for (const [caller, charged] of bucket) {
        callers.add(caller);
        total += charged;
      }
    return units > total / callers.size;
  }

  private unitsOf(key: string): number {
    return this.buckets.reduce((sum, bucket) => sum + (bucket.get(key) ?? 0), 0);
  }

  private newest(): Map<string, number> {
    const nowMs = this.now();
    const passed = Math.min(BUCKETS, Math.floor((nowMs - this.newestBeganAtMs) / BUCKET_MS));
    if (passed > 0) {
      for (let i = 0; i < passed; i++) this.buckets.unshift(new Map());
      this.buckets.length = Math.min(this.buckets.length, BUCKETS);
      this.newestBeganAtMs = nowMs;
    }
    return this.buckets[0]!;
  }
}
