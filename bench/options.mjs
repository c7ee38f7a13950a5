import { parseArgs } from 'node:util';
import { contestantsOf, WIRES } from './contestants.mjs';

export const SCENARIOS = ['calls', 'idle', 'churn', 'start', 'many'];
const DEFAULT_WIRE = 'http-sse';
/** @type {Readonly<Record<import('./contestants.mjs').Wire, readonly string[]>>} */
const SCENARIOS_OF = {
  'http-sse': SCENARIOS,
  'streamable-http': SCENARIOS.filter((name) => name !== 'many'),
  // What has no session keeps nothing between two calls.
  'stateless-http': ['calls', 'start'],
};
const QUICK_CONTESTANTS = ['node:http', 'rookery'];

/** A wrong option: said in one sentence, without a stack. */
export class UsageError extends Error {}

/**
 * @typedef {object} Options
 * @property {import('./contestants.mjs').Wire} wire
 * @property {readonly string[]} scenarios
 * @property {readonly string[]} contestants
 * @property {number} rounds
 * @property {number} seconds of a measured window
 * @property {string} [compare] a revision of this project
 * @property {readonly string[]} headers lines of `Name: value`
 * @property {Readonly<Record<string, string>>} environment of Rookery
 * @property {string} [json] the file that gets the figures
 * @property {boolean} quick
 */

/**
 * @param {readonly string[]} args
 * @returns {Options}
 * @throws UsageError
 */
export function parseOptions(args) {
  const { values, positionals } = parse(args);
  const quick = values.quick ?? false;
  const [wire] = chosen([values.wire ?? DEFAULT_WIRE], WIRES, 'wire');
  const scenarios = SCENARIOS_OF[wire];
  const contestants = contestantsOf(wire);
  return {
    wire,
    scenarios: positionals.length > 0 ? chosen(positionals, scenarios, 'scenario') : scenarios,
    contestants: values.only
      ? chosen(values.only.split(','), contestants, 'server')
      : quick
        ? QUICK_CONTESTANTS
        : contestants,
    rounds: positive('rounds', values.rounds ?? (quick ? '1' : '3'), Number.isInteger),
    seconds: positive('seconds', values.seconds ?? (quick ? '0.3' : '3'), Number.isFinite),
    compare: values.compare,
    headers: (values.header ?? []).map(toHeader),
    environment: Object.fromEntries((values.env ?? []).map(toVariable)),
    json: values.json,
    quick,
  };
}

function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        wire: { type: 'string' },
        only: { type: 'string' },
        compare: { type: 'string' },
        header: { type: 'string', multiple: true },
        env: { type: 'string', multiple: true },
        json: { type: 'string' },
        quick: { type: 'boolean' },
      },
    });
  } catch (error) {
    // Its further sentences are about arguments that begin with a dash.
    throw new UsageError(error.message.split('. ')[0]);
  }
}

/** In the order of `all`, which is the one that they run in. */
function chosen(names, all, what) {
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no ${what} "${unknown}": choose of ${all.join(', ')}`);
  return all.filter((name) => names.includes(name));
}

function positive(name, text, accepts) {
  const value = Number(text);
  if (!(value > 0) || !accepts(value))
    throw new UsageError(`--${name} must be a number above 0, but is "${text}"`);
  return value;
}

function toHeader(text) {
  if (!/^[\w-]+: [^\r\n]+$/.test(text))
    throw new UsageError(`--header must be 'Name: value', but is "${text}"`);
  return text;
}

function toVariable(text) {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`--env must be NAME=value, but is "${text}"`);
  return [name, value];
}
