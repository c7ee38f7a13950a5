import { callTool, post, rpc, send } from '../support/http.js';
import { ServerProcess } from '../support/server-process.js';
import { SseStream } from '../support/sse-stream.js';

const BLOCKING = 'test/support/blocking-server.mjs';
const add = (id: number): object => callTool(id, 'add', { a: 1, b: 2 });

describe('A server whose event loop is late', () => {
  it('refuses new work, goes on with what runs, and recovers', async () => {
    await using server = ServerProcess.start({ MAX_EVENT_LOOP_DELAY_MS: '60' }, BLOCKING);
    const url = await server.url();
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    await post(endpoint, callTool(1, 'block'));
    await server.waitForLog(({ msg }) => String(msg).startsWith('Overloaded: the event loop is '));

    const probes = await Promise.all([
      send(`${url}/health/ready`),
      send(`${url}/health`),
      send(`${url}/health/live`),
    ]);
    expect(probes.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(probes[1].json).toMatchObject({ status: 'unhealthy' });

    const sessionless = await post(`${url}/message`, add(2));
    expect([sessionless.status, sessionless.headers['retry-after'], sessionless.json]).toMatchObject([
      503,
      '5',
      { id: 2, error: { code: -32000, data: { reason: 'overloaded', retryAfterSeconds: 5 } } },
    ]);
    const plain = await send(`${url}/sse`, { headers: { accept: '*/*' } });
    expect([plain.status, plain.headers['retry-after']]).toEqual([503, '5']);
    await using refused = await SseStream.open(`${url}/sse`);
    await refused.ended();
    expect([refused.status, refused.events]).toEqual([200, [{ comment: 'heartbeat' }]]);

    expect((await post(endpoint, add(3))).status).toBe(202);
    expect(await stream.responseTo(3)).toMatchObject({ error: { data: { reason: 'overloaded' } } });
    await post(endpoint, rpc(4, 'ping'));
    expect(await stream.responseTo(4)).toMatchObject({ result: {} });

    server.release();
    expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: 'released' }] } });
    await server.waitForLog(({ msg }) => String(msg).startsWith('No longer overloaded: '));
    expect((await send(`${url}/health/ready`)).status).toBe(200);
    expect((await post(`${url}/message`, add(5))).status).toBe(200);
    const lines = server.log.filter(({ context }) => context === 'Load');
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });

  it('keeps nothing of the process once it is closed', async () => {
    await using server = ServerProcess.start({}, BLOCKING);
    await server.url();
    server.close();
    expect(await server.exited).toBe(0);
  });
});
