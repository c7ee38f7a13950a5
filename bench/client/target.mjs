/**
 * Where requests go, and what they carry.
 * @typedef {object} Target
 * @property {string} host a loopback address
 * @property {number} port
 * @property {import('../contestants.mjs').Wire} wire
 * @property {readonly string[]} headers lines of `Name: value` that every request has besides its own
 */

/** What Node's `fetch`, under the official client, sends with every request. */
const FETCH_HEADERS = [
  'connection: keep-alive',
  'accept-language: *',
  'sec-fetch-mode: cors',
  'user-agent: node',
  'accept-encoding: gzip, deflate',
];

/**
 * @param {Target} target
 * @param {string} requestLine without the version of HTTP
 * @param {readonly string[]} headers
 * @returns {string} the request's head without the empty line after it
 */
export function requestHead(target, requestLine, headers) {
  return [
    `${requestLine} HTTP/1.1`,
    `host: ${target.host}:${target.port}`,
    ...FETCH_HEADERS,
    ...target.headers,
    ...headers,
  ].join('\r\n');
}
