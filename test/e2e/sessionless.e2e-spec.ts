import { Injectable, Module } from '@nestjs/common';
import { McpContext, ProtocolError, RequestHandler, Tool } from '../../src/index.js';
import { type CallAbortedError } from '../../src/json-rpc/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';

const aborts: unknown[] = [];
let waiting = 0;

@Injectable()
class WaitingTools {
  @Tool()
  async wait(@McpContext() { signal }: McpContext): Promise<void> {
    waiting++;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    aborts.push((signal.reason as CallAbortedError).reason);
  }

  @Tool()
  chatty(@McpContext() context: McpContext): string {
    context.progress(1, 2);
    context.log('error', 'nobody hears this');
    return 'done';
  }

  @Tool()
  broken(): never {
    throw new Error('secret: /etc/passwd');
  }
}

@RequestHandler('tests/cyclic')
class CyclicErrorHandler {
  async handle(): Promise<never> {
    await Promise.resolve();
    const data: Record<string, unknown> = {};
    data['self'] = data;
    throw new ProtocolError(-32000, 'Its data is a cycle', data);
  }
}

@Module({ imports: [SamplesModule], providers: [CyclicErrorHandler, WaitingTools] })
class Tools {}

describe('A POST without a session', () => {
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery({ TOOL_TIMEOUT_SECONDS: '1', MAX_CALLS_PER_PRINCIPAL: '2' }, Tools);
    url = `${server.url}/message`;
  });

  afterAll(() => server.rookery.close());

  it.each(['/message', '/messages'])('is answered in its response at %s', async (path) => {
    const answer = await post(server.url + path, callTool(3, 'echo', { message: 'hello SSE' }));
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(answer.json).toEqual({
      jsonrpc: '2.0',
      id: 3,
      result: { content: [{ type: 'text', text: 'hello SSE' }] },
    });
  });

  it('takes a missing revision for 2025-11-25 and echoes every one it knows', async () => {
    const agreed = async (protocolVersion?: string): Promise<unknown> =>
      (await post(url, rpc(1, 'initialize', { protocolVersion }))).json;
    for (const revision of ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])
      expect(await agreed(revision)).toMatchObject({ result: { protocolVersion: revision } });
    for (const unknown of [undefined, '1999-01-01', '2026-07-28'])
      expect(await agreed(unknown)).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
  });

  it('gets 202 and nothing else for a notification, and for a response', async () => {
    for (const message of [
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 1, result: {} },
    ]) {
      const answer = await post(url, message);
      expect([answer.status, answer.text]).toEqual([202, '']);
    }
  });

  it('drops progress and log messages', async () => {
    const params = { name: 'chatty', _meta: { progressToken: 1 } };
    const answer = await post(url, rpc(1, 'tools/call', params));
    expect(answer.json).toMatchObject({ result: { content: [{ text: 'done' }] } });
  });

  it('answers an unknown failure with 500 and without details', async () => {
    const answer = await post(url, callTool(1, 'broken'));
    expect([answer.status, answer.json]).toEqual([
      500,
      { jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'Internal error' } },
    ]);
  });

  it('answers a batch with an array where its revision has batches, and refuses it elsewhere', async () => {
    const batch = [rpc(1, 'ping'), { jsonrpc: '2.0', method: 'x' }, { nonsense: true }, rpc(2, 'initialize')];
    const answer = await post(url, batch, { 'mcp-protocol-version': '2025-03-26' });
    expect([answer.status, answer.json]).toEqual([
      200,
      [
        { jsonrpc: '2.0', id: 1, result: {} },
        { jsonrpc: '2.0', id: null, error: expect.objectContaining({ code: -32600 }) as object },
        { jsonrpc: '2.0', id: 2, error: expect.objectContaining({ code: -32600 }) as object },
      ],
    ]);
    expect((await post(url, batch, { 'mcp-protocol-version': '2025-06-18' })).status).toBe(400);
    const long = Array.from({ length: 101 }, (_, id) => rpc(id, 'ping'));
    expect((await post(url, long, { 'mcp-protocol-version': '2025-03-26' })).status).toBe(400);
  });

  it('is told with 504 that its call timed out, and with 503 that too many are running', async () => {
    const both = [post(url, callTool(1, 'wait')), post(url, callTool(2, 'wait'))];
    await eventually(() => waiting === 2);
    const third = await post(url, callTool(3, 'wait'));
    expect([third.status, third.headers['retry-after'], third.json]).toMatchObject([
      503,
      '1',
      { id: 3, error: { code: -32000, data: { reason: 'overloaded', retryAfterSeconds: 1 } } },
    ]);
    for (const answer of await Promise.all(both))
      expect([answer.status, answer.json]).toMatchObject([504, { error: { data: { reason: 'timeout' } } }]);
    expect(aborts).toEqual(['timeout', 'timeout']);
  });

  it('aborts its call when the client leaves', async () => {
    aborts.length = 0;
    const before = waiting;
    const abort = new AbortController();
    const body = JSON.stringify(callTool(1, 'wait'));
    const headers = { 'content-type': 'application/json' };
    const left = fetch(url, { method: 'POST', headers, body, signal: abort.signal });
    left.catch(() => undefined);
    await eventually(() => waiting > before);
    abort.abort();
    await eventually(() => aborts.length > 0);
    expect(aborts).toEqual(['disconnected']);
  });

  it('is answered when the only request of its batch is cancelled in the same batch', async () => {
    aborts.length = 0;
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    const answer = await post(url, [callTool(1, 'wait'), cancel], { 'mcp-protocol-version': '2025-03-26' });
    expect([answer.status, answer.text]).toEqual([202, '']);
    await eventually(() => aborts.length > 0);
    expect(aborts).toEqual(['cancelled']);
  });

  it('is answered with the rest of its batch when one request of it is cancelled', async () => {
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    const batch = [callTool(1, 'wait'), rpc(2, 'ping'), cancel];
    const answer = await post(url, batch, { 'mcp-protocol-version': '2025-03-26' });
    expect([answer.status, answer.json]).toEqual([200, [{ jsonrpc: '2.0', id: 2, result: {} }]]);
  });

  it('is answered when an error holds what JSON cannot', async () => {
    const answer = await post(url, rpc(1, 'tests/cyclic'));
    expect([answer.status, answer.json]).toEqual([
      500,
      { jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'Internal error' } },
    ]);
  });

  it('can be switched off', async () => {
    await using strict = await startRookery({ SESSIONLESS_POST: 'off' });
    const answer = await post(`${strict.url}/message`, rpc(1, 'ping'));
    expect([answer.status, answer.json]).toMatchObject([400, { error: { code: -32602 } }]);
    expect((await send(`${strict.url}/health`)).status).toBe(200);
  });
});
