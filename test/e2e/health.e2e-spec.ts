import request from 'supertest';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { SseStream } from '../support/wire/sse-stream.js';

describe('The probes', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery();
  });

  afterAll(() => server.rookery.close());

  it('say that the event loop answers', async () => {
    const answer = await request(server.url).get('/health/live').expect(200);
    expect(answer.body).toEqual({ status: 'ok', info: {}, error: {}, details: {} });
  });

  it('say that the replica takes new work', async () => {
    const availability = { status: 'up' };
    const answer = await request(server.url).get('/health/ready').expect(200);
    expect(answer.body).toEqual({
      status: 'ok',
      info: { availability },
      error: {},
      details: { availability },
    });
  });

  it('count the open streams', async () => {
    await using first = await SseStream.open(`${server.url}/sse`);
    await using second = await SseStream.open(`${server.url}/sse`);
    await Promise.all([first.endpoint(), second.endpoint()]);
    await request(server.url)
      .get('/health')
      .expect(200)
      .expect('Cache-Control', 'no-store')
      .expect(({ body }) => expect(body).toMatchObject({ status: 'healthy', activeConnections: 2 }));
  });

  it('answer an unknown path with a JSON-RPC error', async () => {
    await request(server.url)
      .get('/health/nothing')
      .expect(404, {
        jsonrpc: '2.0',
        id: null,
        error: { code: -32600, message: 'Not found' },
      });
  });
});
