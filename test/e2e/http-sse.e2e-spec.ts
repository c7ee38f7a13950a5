import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

describe('HTTP+SSE', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ HEARTBEAT_SECONDS: '0.2' });
  });

  afterAll(() => server.rookery.close());

  it('begins a stream with the endpoint event and answers posts on it', async () => {
    await using stream = await SseStream.open(`${server.url}/sse`);
    const endpoint = await stream.endpoint();
    expect(stream.bytes).toMatch(/^event: endpoint\ndata: \/message\?sessionId=[A-Za-z0-9_-]{22}\n\n/);
    const accepted = await post(endpoint, rpc(1, 'initialize', { protocolVersion: '2024-11-05' }));
    expect([accepted.status, accepted.text]).toEqual([202, '']);
    expect(await stream.responseTo(1)).toMatchObject({ result: { protocolVersion: '2024-11-05' } });
    await post(endpoint, callTool('x', 'add', { a: 5, b: 3 }));
    expect(await stream.responseTo('x')).toEqual({
      jsonrpc: '2.0',
      id: 'x',
      result: { content: [{ type: 'text', text: '8' }] },
    });
  });

  it('sends clients that ask for an event stream comments and nothing else', async () => {
    await using stream = await SseStream.open(`${server.url}/sse`);
    await stream.waitFor(({ comment }) => comment === 'heartbeat');
    expect(stream.events.map(({ type }) => type)).toEqual(['endpoint', undefined]);
    expect(stream.bytes).toMatch(/\n\n: heartbeat\n$/);
    expect(stream.headers).toMatchObject({ vary: 'Accept', 'x-accel-buffering': 'no' });
  });

  it('sends others connected and heartbeat events', async () => {
    await using stream = await SseStream.open(`${server.url}/sse`, { accept: '*/*' });
    await stream.waitFor(({ type }) => type === 'heartbeat');
    expect(stream.events.map(({ type }) => type)).toEqual(['endpoint', 'connected', 'heartbeat']);
    expect(JSON.parse(stream.events[1]!.data!)).toEqual({
      sessionId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      server: 'rookery',
      heartbeatSeconds: 0.2,
    });
    expect(JSON.parse(stream.events[2]!.data!)).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it('opens no session for HEAD', async () => {
    const answer = await send(`${server.url}/sse`, { method: 'HEAD' });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect((await send(`${server.url}/health`)).json).toMatchObject({ activeConnections: 0 });
  });
});
