/** Student's t, two-sided 95 %, for 1, 2, … degrees of freedom. */
const T_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086,
];

/**
 * How many times as much one contestant costs as another, and the 95 % interval of that.
 * @typedef {{ ratio: number, low: number, high: number }} Ratio
 */

/**
 * The geometric mean of the ratios of each round: what disturbs a round disturbs both sides of it.
 * @param {readonly number[]} ours one figure for each round, above 0
 * @param {readonly number[]} theirs those of the same rounds
 * @returns {Ratio | undefined} `undefined` for fewer than two rounds, or a figure that is not above 0
 */
export function ratioOf(ours, theirs) {
  const logs = ours.map((figure, round) => Math.log(figure / theirs[round]));
  if (logs.length < 2 || !logs.every(Number.isFinite)) return undefined;
  const mean = sum(logs) / logs.length;
  const variance = sum(logs.map((log) => (log - mean) ** 2)) / (logs.length - 1);
  const halfWidth = (T_95[logs.length - 2] ?? T_95.at(-1)) * Math.sqrt(variance / logs.length);
  return { ratio: Math.exp(mean), low: Math.exp(mean - halfWidth), high: Math.exp(mean + halfWidth) };
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
