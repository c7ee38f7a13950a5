import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { callTool, rpc } from '../support/wire/http.js';

const BOTH = 'application/json, text/event-stream';
const INITIALIZE = rpc(1, 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
});

describe('Streamable HTTP', () => {
  let server: RunningRookery;
  beforeAll(async () => {
    server = await startRookery();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const send = (method: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}/mcp`, {
      method,
      headers: {
        accept: BOTH,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  const open = async (): Promise<Record<string, string>> => {
    const answer = await send('POST', INITIALIZE);
    await answer.text();
    return { 'mcp-session-id': answer.headers.get('mcp-session-id')! };
  };

  it('serves the official client', async () => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['add', 'echo']);
    expect(await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } })).toMatchObject({
      content: [{ type: 'text', text: '3' }],
    });
    await client.close();
  });

  it('opens a session with initialize, serves its POSTs, and ends it with DELETE', async () => {
    const opened = await send('POST', INITIALIZE);
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await opened.json()).toMatchObject({ id: 1, result: { protocolVersion: '2025-11-25' } });
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id')! };
    const noted = await send('POST', { jsonrpc: '2.0', method: 'notifications/initialized' }, session);
    expect([noted.status, await noted.text()]).toEqual([202, '']);
    const called = await send('POST', callTool(2, 'add', { a: 2, b: 3 }), session);
    expect(await called.json()).toMatchObject({ id: 2, result: { content: [{ text: '5' }] } });
    expect((await send('DELETE', undefined, session)).status).toBe(200);
    const after = await send('POST', rpc(3, 'ping'), session);
    expect([after.status, await after.json()]).toMatchObject([404, { error: { code: -32001 } }]);
  });

  it.each<[string, string, unknown, Record<string, string>, number, number]>([
    ['a POST without a session', 'POST', rpc(1, 'ping'), {}, 400, -32000],
    [
      'a notification without a session',
      'POST',
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      {},
      400,
      -32000,
    ],
    [
      'a probe of a newer revision',
      'POST',
      rpc(1, 'server/discover'),
      { 'mcp-protocol-version': '2026-07-28' },
      200,
      -32601,
    ],
    ['an unknown session', 'POST', rpc(1, 'ping'), { 'mcp-session-id': 'A'.repeat(22) }, 404, -32001],
    ['a doubled session id', 'POST', rpc(1, 'ping'), { 'mcp-session-id': 'a, a' }, 400, -32000],
    ['neither JSON nor a stream', 'POST', rpc(1, 'ping'), { accept: 'text/html' }, 406, -32000],
    ['a GET without a session', 'GET', undefined, {}, 405, -32000],
    ['a PUT', 'PUT', rpc(1, 'ping'), {}, 405, -32600],
    ['text', 'POST', rpc(1, 'ping'), { 'content-type': 'text/plain' }, 415, -32600],
  ])('answers %s', async (_, method, body, headers, status, code) => {
    const answer = await send(method, body, headers);
    expect([answer.status, await answer.json()]).toMatchObject([status, { error: { code } }]);
  });

  it('agrees with a session once: another initialize is refused, and what was agreed on holds', async () => {
    const session = await open();
    const again = await send('POST', rpc('again', 'initialize', { protocolVersion: '2025-03-26' }), session);
    expect([again.status, await again.json()]).toMatchObject([400, { id: 'again', error: { code: -32600 } }]);
    const batch = await send('POST', [rpc(3, 'ping')], session);
    expect([batch.status, await batch.json()]).toMatchObject([400, { error: { code: -32600 } }]);
    expect((await send('POST', rpc(4, 'ping'), session)).status).toBe(200);
  });

  it('refuses a revision that it does not know, and collapses one that stands twice', async () => {
    const session = await open();
    const statusFor = async (revision: string): Promise<number> =>
      (await send('POST', rpc(2, 'ping'), { ...session, 'mcp-protocol-version': revision })).status;
    expect(await statusFor('2025-11-25, 2025-11-25')).toBe(200);
    expect(await statusFor('2025-06-18')).toBe(200);
    expect(await statusFor('2025-11-25, 2025-06-18')).toBe(400);
    expect(await statusFor('1999-01-01')).toBe(400);
  });
});
