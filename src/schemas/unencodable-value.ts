/** Beyond, nobody reads the path. */
const MAX_DEPTH = 500;

/**
 * Says why `JSON.stringify` throws at what a method returned, and where: a bigint, or an object in itself.
 * @param label names the method in the message: `BankTools.balance`
 * @returns nothing where neither is found
 */
export function describeUnencodable(value: unknown, label: string): TypeError | undefined {
  const found = new UnencodableSearch().find(value, []);
  if (!found) return undefined;
  const place = found.path.length > 0 ? ` at ${found.path.join('.')}` : '';
  return new TypeError(`${label} returned ${found.what}${place}, which JSON cannot hold. ${found.mend}`);
}

interface Found {
  readonly what: string;
  readonly mend: string;
  readonly path: readonly string[];
}

class UnencodableSearch {
  /** Objects around the one that is looked at. */
  private readonly open = new Set<object>();
  private readonly done = new Set<object>();

  find(value: unknown, path: readonly string[]): Found | undefined {
    if (typeof value === 'bigint')
      return { what: 'a bigint', mend: 'Write String(value), or Number(value) where it is small', path };
    if (typeof value !== 'object' || value === null || this.done.has(value) || path.length > MAX_DEPTH)
      return undefined;
    if (this.open.has(value))
      return { what: 'an object that contains itself', mend: 'Return what clients need of it', path };
    this.open.add(value);
    for (const [key, member] of Object.entries(value)) {
      const found = this.find(member, [...path, key]);
      if (found) return found;
    }
    this.open.delete(value);
    this.done.add(value);
    return undefined;
  }
}
