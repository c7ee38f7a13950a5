import { ratioOf } from './ratio.mjs';
import { median } from './statistics.mjs';

/**
 * One measurement: of which load, and what came out.
 * @typedef {{ load: string, figures: Readonly<Record<string, number>> }} Sample
 *
 * The medians of the samples of one contestant under one load.
 * @typedef {object} Row
 * @property {string} scenario
 * @property {string} load
 * @property {string} contestant
 * @property {number} rounds
 * @property {readonly Readonly<Record<string, number>>[]} samples the figures of each round
 * @property {Record<string, number>} figures
 * @property {Record<string, import('./ratio.mjs').Ratio>} [ratios] of its costs to those of the revision it is compared with
 *
 * @typedef {object} Scenario
 * @property {string} name of the table
 * @property {string} title
 * @property {readonly import('./table.mjs').Column[]} columns
 * @property {(bench: Bench) => readonly Measure[]} measures what one round consists of
 * @property {(rows: readonly Row[]) => void} [compare] adds figures that need several rows
 * @property {boolean} [rookeryOnly]
 *
 * @typedef {(contestant: import('./contestants.mjs').Contestant, bench: Bench) => Promise<Sample[]>} Measure
 *
 * @typedef {object} Bench
 * @property {import('./contestants.mjs').Wire} wire
 * @property {import('./sizes.mjs').Sizes} sizes
 * @property {number} seconds of a measured window
 * @property {number} rounds
 * @property {import('./pinning.mjs').Pinning | undefined} pinning
 * @property {(text: string) => void} progress
 */

/**
 * Runs a scenario: for each of its measures in each round, one contestant after the other; in every second round the last
 * one first.
 * @param {Scenario} scenario
 * @param {readonly import('./contestants.mjs').Contestant[]} contestants
 * @param {Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function runScenario(scenario, contestants, bench) {
  const taken = contestants.filter(({ root }) => root !== undefined || !scenario.rookeryOnly);
  /** @type {Map<string, { load: string, contestant: string, samples: Sample[] }>} */
  const groups = new Map();
  for (const measure of scenario.measures(bench))
    for (let round = 1; round <= bench.rounds; round++)
      for (const contestant of round % 2 ? taken : taken.toReversed()) {
        bench.progress(`${scenario.name}: round ${round}, ${contestant.name}`);
        for (const sample of await measure(contestant, bench)) addSample(groups, contestant.name, sample);
      }
  const compared = taken.find(({ comparedWith }) => comparedWith !== undefined);
  const rows = [...groups.values()].map(({ samples, ...rest }) => ({
    scenario: scenario.name,
    ...rest,
    rounds: samples.length,
    samples: samples.map(({ figures }) => figures),
    figures: medians(samples),
    ...(compared?.comparedWith === rest.contestant && {
      ratios: costRatios(scenario, samples, groups.get(`${rest.load} ${compared.name}`).samples),
    }),
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

/** @param {Scenario} scenario */
function costRatios(scenario, ours, theirs) {
  const ratios = scenario.columns
    .filter(({ isCost }) => isCost)
    .map(({ key }) => [key, ratioOf(figuresOf(ours, key), figuresOf(theirs, key))]);
  return Object.fromEntries(ratios.filter(([, ratio]) => ratio !== undefined));
}

function figuresOf(samples, key) {
  return samples.map(({ figures }) => figures[key]);
}

function medians(samples) {
  const keys = Object.keys(samples[0].figures);
  return Object.fromEntries(keys.map((key) => [key, median(figuresOf(samples, key))]));
}
