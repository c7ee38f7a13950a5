import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { calls, ToolsModule } from '../support/tools/tools.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

describe('A session', () => {
  let server: RunningRookery;
  let stream: SseStream;
  let endpoint: string;

  beforeAll(async () => {
    server = await startRookery(
      { MAX_RESULT_BYTES: '4096', MAX_CALLS_PER_SESSION: '2', TOOL_TIMEOUT_SECONDS: '30' },
      ToolsModule,
    );
  });

  afterAll(() => server.rookery.close());

  beforeEach(async () => {
    stream = await SseStream.open(`${server.url}/sse`);
    endpoint = await stream.endpoint();
    calls.aborted.length = 0;
    calls.waiting = 0;
  });

  afterEach(async () => {
    stream.close();
    await stream.ended();
  });

  async function ask(message: object, headers = {}): Promise<Record<string, unknown>> {
    expect((await post(endpoint, message, headers)).status).toBe(202);
    return stream.responseTo((message as { id: string | number }).id);
  }

  it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'echoes the revision %s',
    async (revision) => {
      const asked = rpc(1, 'initialize', {
        protocolVersion: revision,
        capabilities: {},
        clientInfo: { name: 'c', version: '1' },
      });
      expect(await ask(asked)).toEqual({
        jsonrpc: '2.0',
        id: 1,
        result: {
          protocolVersion: revision,
          capabilities: { logging: {}, tools: { listChanged: true } },
          serverInfo: { name: 'rookery', version: expect.any(String) as string },
        },
      });
    },
  );

  it('offers the latest revision to a client that asks for an unknown one', async () => {
    const asked = rpc(1, 'initialize', { protocolVersion: '2026-07-28' });
    expect(await ask(asked)).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
  });

  it('serves clients that never initialise, under the revision of their header or the first one', async () => {
    const call = callTool(1, 'greet', { name: 'Ann', age: 3 });
    expect((await ask(call))['result']).not.toHaveProperty('structuredContent');
    const again = { ...call, id: 2 };
    expect(await ask(again, { 'mcp-protocol-version': '2025-06-18' })).toMatchObject({
      result: { structuredContent: { greeting: 'Hello Ann', age: 3 } },
    });
    const odd = { ...call, id: 3 };
    expect(await ask(odd, { 'mcp-protocol-version': '1999-01-01' })).toHaveProperty('result');
  });

  it('sends progress and log messages of a call before its answer', async () => {
    await ask(
      rpc('i', 'initialize', { protocolVersion: '2025-03-26', clientInfo: { name: 'me', version: '1' } }),
    );
    const params = { name: 'report', _meta: { progressToken: 'p' } };
    expect(await ask(rpc(1, 'tools/call', params))).toMatchObject({
      result: text('me anonymous 2025-03-26'),
    });
    expect(stream.messages.slice(1, -1)).toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/progress',
        params: { progressToken: 'p', progress: 1, total: 3, message: 'one' },
      },
      {
        jsonrpc: '2.0',
        method: 'notifications/progress',
        params: { progressToken: 'p', progress: 3, total: 3, message: 'three' },
      },
      {
        jsonrpc: '2.0',
        method: 'notifications/message',
        params: { level: 'warning', logger: 'tools', data: { careful: true } },
      },
    ]);
  });

  it('sends only what the client asked for', async () => {
    await ask(rpc('l', 'logging/setLevel', { level: 'error' }));
    await ask(rpc(1, 'tools/call', { name: 'report' }));
    expect(stream.messages).toHaveLength(2);
    await ask(rpc('d', 'logging/setLevel', { level: 'debug' }));
    await ask(rpc(2, 'tools/call', { name: 'report' }));
    expect(stream.messages.filter(({ method }) => method === 'notifications/message')).toHaveLength(2);
  });

  it('aborts a call that is cancelled, and never answers it', async () => {
    await post(endpoint, callTool(1, 'wait'));
    await eventually(() => calls.waiting === 1);
    await post(endpoint, {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 1, reason: 'bored' },
    });
    await eventually(() => calls.aborted.length === 1);
    expect(calls.aborted).toEqual(['cancelled']);
    await ask(rpc(2, 'ping'));
    expect(stream.messages.map(({ id }) => id)).toEqual([2]);
    await ask(callTool(1, 'nothing'));
  });

  it.each([{ requestId: 'x' }, {}, { requestId: { toString: 1 } }])(
    'ignores the cancellation %j',
    async (params) => {
      await post(endpoint, { jsonrpc: '2.0', method: 'notifications/cancelled', params });
      expect(await ask(rpc(2, 'ping'))).toHaveProperty('result');
    },
  );

  it("cannot cancel another session's call", async () => {
    await post(endpoint, callTool(1, 'wait'));
    await eventually(() => calls.waiting === 1);
    await using other = await SseStream.open(`${server.url}/sse`);
    const otherEndpoint = await other.endpoint();
    await post(otherEndpoint, {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 1 },
    });
    await post(otherEndpoint, rpc(2, 'ping'));
    await other.responseTo(2);
    expect(calls.aborted).toEqual([]);
  });

  it('refuses an id that is in use, and more calls than may run at once; pings are always answered', async () => {
    await post(endpoint, callTool(1, 'wait'));
    expect(await ask(callTool(1, 'nothing'))).toMatchObject({ error: { code: -32600 } });
    await post(endpoint, callTool(2, 'wait'));
    expect(await ask(callTool(3, 'nothing'))).toMatchObject({
      error: { code: -32000, data: { reason: 'overloaded', retryAfterSeconds: 1 } },
    });
    expect(await ask(rpc(4, 'ping'))).toMatchObject({ result: {} });
  });

  it('aborts its calls when its stream ends', async () => {
    await post(endpoint, callTool(1, 'wait'));
    await eventually(() => calls.waiting === 1);
    stream.close();
    await eventually(() => calls.aborted.length === 1);
    expect(calls.aborted).toEqual(['disconnected']);
    await eventually(async () => (await post(endpoint, rpc(2, 'ping'))).status === 404);
  });

  it('takes batches only in the revision that has them', async () => {
    await ask(rpc('i', 'initialize', { protocolVersion: '2025-03-26' }));
    expect((await post(endpoint, [rpc(1, 'ping'), rpc(2, 'ping'), {}])).status).toBe(202);
    await stream.waitFor(({ data }) => data?.includes('"id":null') === true);
    expect(stream.messages.map(({ id }) => id)).toEqual(['i', 1, 2, null]);
    await ask(rpc('j', 'initialize', { protocolVersion: '2025-06-18' }));
    expect((await post(endpoint, [rpc(3, 'ping')])).status).toBe(400);
  });

  it.each(['MAX_SESSIONS', 'MAX_STREAMS'])('ends with one of too many streams refused: %s', async (bound) => {
    await using small = await startRookery({ [bound]: '1' });
    await using first = await SseStream.open(`${small.url}/sse`);
    await first.endpoint();
    await using second = await SseStream.open(`${small.url}/sse`);
    await second.ended();
    expect([second.status, second.headers['retry-after'], JSON.parse(second.bytes)]).toMatchObject([
      503,
      '5',
      { error: { code: -32000, data: { reason: 'overloaded' } } },
    ]);
    first.close();
    await eventually(async () => {
      await using third = await SseStream.open(`${small.url}/sse`);
      return third.status === 200;
    });
  });
});
