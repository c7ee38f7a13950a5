import { exchange, RawConnection, type RawRequest, rawRequest } from '../wire/raw-connection.js';
import { envelope, mirrored, type Params, REVISION } from '../wire/stateless.js';
import { ADD, MAX_BODY_BYTES, PING, request, status, type WireCase } from './wire-cases.js';

const linesOf = (headers: Record<string, string>): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

/** A request of revision 2026-07-28. `headers` change those that it needs. */
function modern(method: string, params: Params = {}, headers: Record<string, string> = {}): RawRequest {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method, params: { ...params, _meta: envelope() } });
  return { method: 'POST', headers: linesOf({ ...mirrored(method, params), ...headers }), body };
}

const asked = (name: string, shows: RegExp, others: RawRequest, path = '/mcp'): WireCase =>
  request(`Stateless HTTP: ${name}`, ['direct'], shows, path, others);

const SUM = { name: 'add', arguments: { a: 1, b: 2 } };
const LISTEN = modern('subscriptions/listen', { notifications: { toolsListChanged: true } });
const ACKNOWLEDGED = /^data: .*subscriptions\/acknowledged.*\n\n\r\n/m;

/** What is asked of each pair of apps over the wire of revision 2026-07-28. */
export const STATELESS_CASES: readonly WireCase[] = [
  asked('server/discover', /"supportedVersions":\["2026-07-28"/, modern('server/discover')),
  asked('server/discover at /sse', /"supportedVersions"/, modern('server/discover'), '/sse'),
  asked('a list', /"tools":\[/, modern('tools/list')),
  asked('a call', /"text":"3"/, modern('tools/call', SUM)),
  asked(
    'a call whose client names the stream first',
    /^Content-Type: text\/event-stream\r[^]+"text":"3"/im,
    modern('tools/call', SUM, { accept: 'text/event-stream, application/json' }),
  ),
  asked(
    'an older version in the header',
    /"text":"3"/,
    modern('tools/call', SUM, { 'mcp-protocol-version': '2025-11-25' }),
  ),
  asked('another name in the header', status(400), modern('tools/call', SUM, { 'mcp-name': 'echo' })),
  asked(
    'a version that there is not',
    status(400),
    modern('tools/list', {}, { 'mcp-protocol-version': '2030-01-01' }),
  ),
  asked('an unknown method', status(404), modern('no/such')),
  asked('initialize', status(404), modern('initialize')),
  asked('an unknown tool', status(200), modern('tools/call', { name: 'none' })),
  asked('wrong arguments', /"isError":true/, modern('tools/call', { name: 'add', arguments: {} })),
  asked(
    'arguments above the limit',
    /"isError":true/,
    modern('tools/call', { ...SUM, x: 'x'.repeat(MAX_BODY_BYTES) }),
  ),
  asked('neither JSON nor a stream', status(406), modern('tools/list', {}, { accept: 'text/html' })),
  asked(
    'a stale session and event',
    status(200),
    modern('tools/list', {}, { 'mcp-session-id': 'x', 'last-event-id': 'x.1' }),
  ),
  asked('another origin', status(403), modern('tools/list', {}, { origin: 'https://evil.example' })),
  asked('a notification', status(202), {
    method: 'POST',
    headers: [`MCP-Protocol-Version: ${REVISION}`],
    body: `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"_meta":${JSON.stringify(envelope())}}}`,
  }),
  asked('a listener that takes no stream', status(406), {
    ...LISTEN,
    headers: linesOf({ ...mirrored('subscriptions/listen'), accept: 'application/json' }),
  }),
  {
    name: 'Stateless HTTP: a stream that listens, until its client leaves',
    ways: ['direct'],
    shows: ACKNOWLEDGED,
    talk: async (address, { base, headers }) => {
      await using connection = RawConnection.open(address);
      const { body, headers: own = [] } = LISTEN;
      connection.send(
        rawRequest(`${base}/mcp`, { method: 'POST', headers: [...headers, ...own], body: body! }),
      );
      return await connection.waitFor(ACKNOWLEDGED);
    },
  },
  {
    name: 'Stateless HTTP: a call between two of older revisions',
    ways: ['direct', 'direct', 'direct'],
    shows: /^HTTP[^]+HTTP[^]+resultType[^]+HTTP/,
    talk: async (address, { base, headers }) => {
      const older = (body: string): string =>
        rawRequest(`${base}/message`, { method: 'POST', headers, body, keepsAlive: true });
      const { headers: own = [], body } = modern('tools/call', SUM);
      const newest = { method: 'POST', headers: [...headers, ...own], body: body!, keepsAlive: true };
      const last = rawRequest(`${base}/message`, { method: 'POST', headers, body: ADD });
      return await exchange(address, older(PING) + rawRequest(`${base}/mcp`, newest) + last);
    },
  },
];
