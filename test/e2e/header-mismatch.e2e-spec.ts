import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { post, rpc } from '../support/wire/http.js';
import { counted, countQuirks } from '../support/wire/quirky-client.js';
import { call, envelope } from '../support/wire/stateless.js';

const PARAMS = { name: 'add', arguments: { a: 5, b: 3 }, _meta: envelope() };
const OLDER = { 'mcp-protocol-version': '2025-11-25' };
const SUM = { id: 7, result: { resultType: 'complete', content: [{ text: '8' }] } };

describe('An older revision in the header of a request whose _meta is of 2026-07-28', () => {
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off' });
    url = `${server.url}/mcp`;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each(['2024-11-05', '2025-11-25', '2025-11-25, 2025-11-25'])('is served: %s', async (version) => {
    const { status, json } = await call(url, 'add', PARAMS.arguments, { 'mcp-protocol-version': version });
    expect([status, json]).toMatchObject([200, SUM]);
  });

  it('is served without the headers that repeat the body, and counted for its client', async () => {
    const before = (await countQuirks(server.url)).get(counted('protocol-version-older', 'test')) ?? 0;
    const accept = 'application/json, text/event-stream';
    const { status, json } = await post(url, rpc(7, 'tools/call', PARAMS), { accept, ...OLDER });
    expect([status, json]).toMatchObject([200, SUM]);
    expect((await countQuirks(server.url)).get(counted('protocol-version-older', 'test'))).toBe(before + 1);
  });

  it.each<[what: string, headers: Record<string, string>]>([
    ['another method', { 'mcp-method': 'tools/list' }],
    ['another name', { 'mcp-name': 'echo' }],
    ['a revision that is not served', { 'mcp-protocol-version': '1999-01-01' }],
    ['two revisions', { 'mcp-protocol-version': '2025-11-25, 2025-06-18' }],
  ])('is refused with %s', async (_what, headers) => {
    const { status, json } = await call(url, 'add', PARAMS.arguments, { ...OLDER, ...headers });
    expect([status, json]).toMatchObject([400, { id: 7, error: { code: -32020 } }]);
  });

  it('is refused where _meta is not whole', async () => {
    const { 'io.modelcontextprotocol/clientCapabilities': _, ...meta } = envelope() as Record<
      string,
      unknown
    >;
    const message = rpc(7, 'tools/call', { ...PARAMS, _meta: meta });
    const { status, json } = await post(url, message, OLDER);
    expect([status, json]).toMatchObject([400, { id: 7, error: { code: -32602 } }]);
  });

  it.each<[what: string, environment: NodeJS.ProcessEnv, hint: boolean]>([
    ['by HEADER_MISMATCH=reject, which the error names', { HEADER_MISMATCH: 'reject' }, true],
    ['where that revision is not served', { WIRES: 'stateless-http' }, false],
  ])('is refused %s', async (_what, environment, isNamed) => {
    await using strict = await startRookery(environment);
    const { status, json } = await call(`${strict.url}/mcp`, 'add', PARAMS.arguments, OLDER);
    expect([status, json]).toMatchObject([400, { id: 7, error: { code: -32020 } }]);
    expect((json as { error: { message: string } }).error.message.includes('HEADER_MISMATCH')).toBe(isNamed);
  });
});

describe('A notification of 2026-07-28', () => {
  it.each<[what: string, headers: Record<string, string>, status: number]>([
    ['taken with headers that match', { 'mcp-method': 'notifications/cancelled' }, 202],
    ['refused with those of another method', { 'mcp-method': 'tools/call' }, 400],
  ])('is %s', async (_what, headers, expected) => {
    await using server = await startRookery();
    const message = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    const sent = { 'mcp-protocol-version': '2026-07-28', ...headers };
    const { status, text } = await post(`${server.url}/mcp`, message, sent);
    expect([status, text.includes('"code":-32020')]).toEqual([expected, expected === 400]);
  });
});

describe('An initialize at a server of 2026-07-28 alone', () => {
  it.each([{}, { _meta: { traceparent: 'x' } }])('hears which versions there are: %j', async (more) => {
    await using server = await startRookery({ WIRES: 'stateless-http' });
    const message = rpc(7, 'initialize', { protocolVersion: '2025-11-25', ...more });
    const { status, json } = await post(`${server.url}/mcp`, message);
    expect([status, json]).toMatchObject([
      400,
      { id: 7, error: { code: -32022, data: { supported: ['2026-07-28'], requested: '2025-11-25' } } },
    ]);
  });
});
