/**
 * JSON values in a value, itself included; counting ends above `max`, so that a large value costs no more than the bound.
 * The decoder bounds how deep it nests.
 */
export function countValues(value: unknown, max: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const member of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) {
    count += countValues(member, max - count);
    if (count > max) break;
  }
  return count;
}
