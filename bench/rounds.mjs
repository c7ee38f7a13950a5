import { median } from './statistics.mjs';

/**
 * One measurement: of which load, and what came out.
 * @typedef {{ load: string, figures: Readonly<Record<string, number>> }} Sample
 *
 * The medians of the samples of one contestant under one load.
 * @typedef {{ scenario: string, load: string, contestant: string, rounds: number, figures: Record<string, number> }} Row
 *
 * @typedef {object} Scenario
 * @property {string} name of the table
 * @property {string} title
 * @property {readonly import('./table.mjs').Column[]} columns
 * @property {(sizes: import('./sizes.mjs').Sizes) => readonly Measure[]} measures what one round consists of
 * @property {(rows: readonly Row[]) => void} [compare] adds figures that need several rows
 * @property {boolean} [rookeryOnly]
 *
 * @typedef {(contestant: import('./contestants.mjs').Contestant, bench: Bench) => Promise<Sample[]>} Measure
 *
 * @typedef {object} Bench
 * @property {import('./sizes.mjs').Sizes} sizes
 * @property {number} seconds of a measured window
 * @property {number} rounds
 * @property {import('./pinning.mjs').Pinning | undefined} pinning
 * @property {(text: string) => void} progress
 */

/**
 * Runs a scenario: for each of its measures in each round, one contestant after the other.
 * @param {Scenario} scenario
 * @param {readonly import('./contestants.mjs').Contestant[]} contestants
 * @param {Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function runScenario(scenario, contestants, bench) {
  const taken = contestants.filter(({ root }) => root !== undefined || !scenario.rookeryOnly);
  /** @type {Map<string, { load: string, contestant: string, samples: Sample[] }>} */
  const groups = new Map();
  for (const measure of scenario.measures(bench.sizes))
    for (let round = 1; round <= bench.rounds; round++)
      for (const contestant of taken) {
        bench.progress(`${scenario.name}: round ${round}, ${contestant.name}`);
        for (const sample of await measure(contestant, bench)) addSample(groups, contestant.name, sample);
      }
  const rows = [...groups.values()].map(({ samples, ...rest }) => ({
    scenario: scenario.name,
    ...rest,
    rounds: samples.length,
    figures: medians(samples),
  }));
  // By load, as the samples of a round come with several loads of one contestant.
  const loads = [...new Set(rows.map(({ load }) => load))];
  rows.sort((a, b) => loads.indexOf(a.load) - loads.indexOf(b.load));
  scenario.compare?.(rows);
  return rows;
}

function addSample(groups, contestant, sample) {
  const key = `${sample.load} ${contestant}`;
  if (!groups.has(key)) groups.set(key, { load: sample.load, contestant, samples: [] });
  groups.get(key).samples.push(sample);
}

function medians(samples) {
  const keys = Object.keys(samples[0].figures);
  return Object.fromEntries(keys.map((key) => [key, median(samples.map(({ figures }) => figures[key]))]));
}
