import { SESSION_REVISIONS } from '../../src/protocol/index.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { rpc } from '../support/wire/http.js';
import { BOTH, initialize, PING, postBytes } from '../support/wire/quirky-client.js';

const MODERN = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };

describe('A server without sessions', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off', STREAMABLE_SESSIONS: 'off' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('answers every message of a batch that begins with a probe', async () => {
    const batch = [rpc(1, 'server/discover'), rpc(2, 'ping'), rpc(3, 'tools/list', { _meta: MODERN })];
    const answer = await postBytes(server.url, [BOTH], JSON.stringify(batch));
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      200,
      [
        { id: 1, error: { code: -32601 } },
        { id: 2, result: {} },
        { id: 3, result: { tools: [{}, {}] } },
      ],
    ]);
  });

  it.each(SESSION_REVISIONS)('serves a request whose _meta names %s', async (revision) => {
    const meta = { 'io.modelcontextprotocol/protocolVersion': revision };
    const message = JSON.stringify(rpc(3, 'tools/list', { _meta: meta }));
    const answer = await postBytes(server.url, [BOTH], message);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([200, { result: { tools: [{}, {}] } }]);
  });
});

describe.each([
  ['with sessions', 'on'],
  ['without sessions', 'off'],
])('A probe of revision 2026-07-28, %s', (_name, STREAMABLE_SESSIONS) => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off', STREAMABLE_SESSIONS });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each<[string, string[], object]>([
    [
      'server/discover',
      ['MCP-Protocol-Version: 2026-07-28', 'Mcp-Method: server/discover'],
      rpc(7, 'server/discover', { _meta: MODERN }),
    ],
    ['server/discover without _meta', [], rpc(7, 'server/discover')],
    [
      'a request with its _meta',
      ['MCP-Protocol-Version: 2026-07-28'],
      rpc(7, 'tools/list', { _meta: MODERN }),
    ],
    [
      'a request whose header is older',
      ['MCP-Protocol-Version: 2025-11-25'],
      rpc(7, 'tools/list', { _meta: MODERN }),
    ],
  ])('is answered 200 with -32601: %s', async (_, headers, message) => {
    const answer = await postBytes(server.url, [BOTH, ...headers], JSON.stringify(message));
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([200, { id: 7, error: { code: -32601 } }]);
  });

  it('is not every request: one of an older revision has no _meta, and is served', async () => {
    const opened = await postBytes(server.url, [BOTH], initialize('2025-06-18'));
    expect(opened.status).toBe(200);
    const session = /^Mcp-Session-Id: [\w-]+/im.exec(opened.head)?.[0];
    const headers = [BOTH, 'MCP-Protocol-Version: 2025-06-18', ...(session ? [session] : [])];
    expect((await postBytes(server.url, headers, PING)).status).toBe(200);
  });

  it('is what a version alone is not', async () => {
    const answer = await postBytes(server.url, [BOTH, 'MCP-Protocol-Version: 2026-07-28'], PING);
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('"code":-32000')]);
  });
});
