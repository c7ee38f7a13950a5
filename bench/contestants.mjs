import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {'http-sse' | 'streamable-http' | 'stateless-http'} Wire */

/** The servers other than Rookery, which speaks all. @type {Readonly<Record<Wire, Readonly<Record<string, string>>>>} */
const PEERS = {
  'http-sse': { 'node:http': 'node-http.mjs', sdk: 'sdk.mjs', 'mcp-nest': 'mcp-nest.mjs' },
  'streamable-http': {
    'node:http': 'node-http-streamable-http.mjs',
    sdk: 'sdk-streamable-http.mjs',
    'sdk-2': 'sdk-2.mjs',
    'mcp-nest-2': 'mcp-nest-2.mjs',
  },
  'stateless-http': {
    'node:http': 'node-http-streamable-http.mjs',
    'sdk-2': 'sdk-2-stateless.mjs',
    'mcp-nest-2': 'mcp-nest-2-stateless.mjs',
  },
};

export const WIRES = Object.keys(PEERS);

/** The names of those that speak a wire. @param {Wire} wire */
export function contestantsOf(wire) {
  const [limit, ...others] = Object.keys(PEERS[wire]);
  return [limit, 'rookery', ...others];
}

/**
 * A server under measurement.
 * @typedef {object} Contestant
 * @property {string} name
 * @property {Wire} wire
 * @property {readonly string[]} args of Node
 * @property {Readonly<Record<string, string>>} environment
 * @property {readonly string[]} headers that requests to it carry besides the usual ones
 * @property {string} [root] the tree, for those that are Rookery
 * @property {string} [comparedWith] the name of the one that is measured against this one
 */

/**
 * @param {string} name one of {@link contestantsOf}
 * @param {import('./options.mjs').Options} options
 * @returns {Contestant}
 */
export function contestantOf(name, options) {
  if (name === 'rookery') return rookeryIn(ROOT, name, options);
  const { wire, headers } = options;
  return { name, wire, args: [serverFile(PEERS[wire][name])], environment: {}, headers };
}

/** Requests are counted and the event loop is watched, as in production, but the bounds are out of the load's reach. */
const LIMITS = { RATE_LIMIT: '100000000/second', MAX_EVENT_LOOP_DELAY_MS: '60000' };

/** The built service of a tree, as it ships: `npm start` runs it so. @returns {Contestant} */
export function rookeryIn(root, name, { wire, headers, environment }) {
  const args = ['--enable-source-maps', join(root, 'dist', 'main.js')];
  return { name, wire, root, args, environment: { ...LIMITS, ...environment }, headers };
}

/** The same with tools of the bench. @returns {Contestant} */
export function withChangingTools(contestant, environment) {
  return {
    ...contestant,
    args: ['--enable-source-maps', serverFile('rookery-changing-tools.mjs')],
    environment: { ...contestant.environment, ...environment, ROOKERY_ROOT: contestant.root },
  };
}

function serverFile(name) {
  return fileURLToPath(new URL(`servers/${name}`, import.meta.url));
}
