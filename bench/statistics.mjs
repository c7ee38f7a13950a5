/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {readonly number[]} latenciesMs
 * @returns {{ p50Ms: number, p99Ms: number }}
 */
export function percentiles(latenciesMs) {
  const sorted = Float64Array.from(latenciesMs).toSorted();
  return { p50Ms: at(sorted, 0.5), p99Ms: at(sorted, 0.99) };
}

/** Nearest rank. */
function at(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
