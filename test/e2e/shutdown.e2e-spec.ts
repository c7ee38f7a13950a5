import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const SLOW = 'test/support/servers/slow-server.mjs';

describe('SIGTERM', () => {
  it('ends idle streams, delivers the answer of a running call, and exits with 0', async () => {
    await using server = ServerProcess.start({ SHUTDOWN_SECONDS: '10' }, SLOW);
    const url = await server.url();
    await using idle = await SseStream.open(`${url}/sse`);
    await using busy = await SseStream.open(`${url}/sse`);
    await idle.endpoint();
    const endpoint = await busy.endpoint();
    await post(endpoint, callTool('slow', 'waitForRelease'));
    const sessionless = post(`${url}/message`, callTool('slow', 'waitForRelease'));
    await server.waitForLog(({ msg }) => msg === '2 calls wait');

    const exit = server.stop('SIGTERM');
    await idle.ended();
    expect(busy.isEnded).toBe(false);
    expect((await send(`${url}/health/ready`)).status).toBe(503);
    expect((await send(`${url}/health`)).json).toMatchObject({ status: 'draining', activeConnections: 1 });
    await post(endpoint, callTool('late', 'waitForRelease'));
    expect(await busy.responseTo('late')).toMatchObject({
      error: { code: -32000, data: { reason: 'draining', retryAfterSeconds: 5 } },
    });
    const refused = await post(`${url}/message`, callTool(1, 'waitForRelease'));
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    expect((await send(`${url}/sse`)).status).toBe(503);

    server.release();
    expect(await busy.responseTo('slow')).toMatchObject({ result: { content: [{ text: 'released' }] } });
    expect((await sessionless).json).toMatchObject({ result: { content: [{ text: 'released' }] } });
    await busy.ended();
    expect(await exit).toBe(0);
  });

  it('tells the caller of a call that never ends that its outcome is unknown, and exits in time', async () => {
    await using server = ServerProcess.start({ SHUTDOWN_SECONDS: '1' }, SLOW);
    const url = await server.url();
    await using stream = await SseStream.open(`${url}/sse`);
    await post(await stream.endpoint(), callTool(1, 'waitForRelease'));
    await server.waitForLog(({ msg }) => msg === '1 calls wait');
    const startedAt = performance.now();
    const exit = server.stop('SIGTERM');
    expect(await stream.responseTo(1)).toMatchObject({
      error: { code: -32000, data: { reason: 'outcome-unknown' } },
    });
    expect(await exit).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });

  it('answers an event source that comes while draining with a stream that soon ends', async () => {
    await using server = ServerProcess.start({ SHUTDOWN_SECONDS: '10' }, SLOW);
    const url = await server.url();
    await using busy = await SseStream.open(`${url}/sse`);
    await post(await busy.endpoint(), callTool(1, 'waitForRelease'));
    await server.waitForLog(({ msg }) => msg === '1 calls wait');
    const exit = server.stop('SIGTERM');
    await server.waitForLog(({ msg }) => String(msg).startsWith('Draining 1 streams and 1 calls'));
    await using refused = await SseStream.open(`${url}/sse`);
    await refused.ended();
    expect([refused.status, refused.events]).toEqual([200, [{ comment: 'heartbeat' }]]);
    server.release();
    expect(await exit).toBe(0);
  });
});
