import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const SLOW = 'test/support/servers/slow-server.mjs';
const STREAMS = 2_000;
const CALLS = 50;
const SPREAD_SECONDS = 5;

/** Stops a server whose one call keeps it from ending. */
async function drainWithCall(
  server: ServerProcess,
  busy: SseStream,
): Promise<{ readonly endpoint: string; readonly exit: ReturnType<ServerProcess['stop']> }> {
  const endpoint = await busy.endpoint();
  await post(endpoint, callTool(1, 'waitForRelease'));
  await server.waitForLog(({ msg }) => msg === '1 calls wait');
  const exit = server.stop('SIGTERM');
  await server.waitForLog(({ msg }) => String(msg).startsWith('Draining'));
  return { endpoint, exit };
}

describe('The drain', () => {
  it('says by readiness that it is leaving, and serves everything for DRAIN_DELAY_SECONDS', async () => {
    await using server = ServerProcess.start({ DRAIN_DELAY_SECONDS: '2', SHUTDOWN_SECONDS: '10' });
    const url = await server.url();
    const exit = server.stop('SIGTERM');
    await server.waitForLog(({ msg }) => String(msg).startsWith('Not ready any more'));
    expect((await send(`${url}/health/ready`)).status).toBe(503);
    expect((await send(`${url}/health`)).json).toMatchObject({ status: 'draining' });
    expect((await send(`${url}/health/live`)).status).toBe(200);
    await using stream = await SseStream.open(`${url}/sse`);
    await post(await stream.endpoint(), callTool(1, 'add', { a: 1, b: 2 }));
    expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: '3' }] } });
    await stream.ended();
    expect(await exit).toBe(0);
  });

  it('keeps no connection once new work is refused', async () => {
    await using server = ServerProcess.start({ SHUTDOWN_SECONDS: '10' }, SLOW);
    const url = await server.url();
    await using busy = await SseStream.open(`${url}/sse`);
    const { endpoint, exit } = await drainWithCall(server, busy);
    const answers = [
      await post(endpoint, rpc(2, 'ping')),
      await post(`${url}/message`, callTool(3, 'waitForRelease')),
      await send(`${url}/health/ready`),
      await send(`${url}/sse`, { headers: { accept: 'text/event-stream' } }),
    ];
    expect(answers.map(({ status, headers }) => [status, headers['connection']])).toEqual([
      [202, 'close'],
      [503, 'close'],
      [503, 'close'],
      [200, 'close'],
    ]);
    server.release();
    expect(await exit).toBe(0);
  });

  it.each(['on', 'off'])(
    'begins nothing with a client that initialises (STREAMABLE_SESSIONS=%s)',
    async (STREAMABLE_SESSIONS) => {
      await using server = ServerProcess.start({ SHUTDOWN_SECONDS: '10', STREAMABLE_SESSIONS }, SLOW);
      const url = await server.url();
      await using busy = await SseStream.open(`${url}/sse`);
      const { exit } = await drainWithCall(server, busy);
      for (const path of ['/mcp', '/message'])
        expect(await post(url + path, rpc(7, 'initialize', {}))).toMatchObject({
          status: 503,
          headers: { 'retry-after': '5' },
          json: { id: 7, error: { code: -32000, data: { reason: 'draining' } } },
        });
      server.release();
      expect(await exit).toBe(0);
    },
  );

  it('ends thousands of streams one after another, and loses no answer', async () => {
    await using server = ServerProcess.start(
      { DRAIN_SPREAD_SECONDS: String(SPREAD_SECONDS), SHUTDOWN_SECONDS: '20', LOG_LEVEL: 'info' },
      SLOW,
    );
    const url = await server.url();
    const streams: SseStream[] = [];
    for (let opened = 0; opened < STREAMS; opened += 100)
      streams.push(
        ...(await Promise.all(Array.from({ length: 100 }, async () => SseStream.open(`${url}/sse`)))),
      );
    const busy = streams.slice(0, CALLS);
    for (const stream of busy) await post(await stream.endpoint(), callTool('slow', 'waitForRelease'));
    await server.waitForLog(({ msg }) => msg === `${CALLS} calls wait`);

    const exit = server.stop('SIGTERM');
    const startedAt = performance.now();
    const answers = Promise.all(busy.map(async (stream) => stream.responseTo('slow')));
    const endedAfterMs = await Promise.all(
      streams.slice(CALLS).map(async (stream) => {
        await stream.ended();
        return performance.now() - startedAt;
      }),
    );
    expect(busy.every(({ isEnded }) => !isEnded)).toBe(true);
    server.release();
    for (const answer of await answers) expect(answer).toHaveProperty('result');
    expect(await exit).toBe(0);

    const buckets: number[] = [];
    for (const ms of endedAfterMs) buckets[Math.floor(ms / 1000)] = (buckets[Math.floor(ms / 1000)] ?? 0) + 1;
    expect(Math.max(...buckets.map((count) => count ?? 0))).toBeLessThanOrEqual(
      (2 * endedAfterMs.length) / SPREAD_SECONDS,
    );
  });

  it('ends at once at a second signal', async () => {
    await using server = ServerProcess.start({ SHUTDOWN_SECONDS: '60' }, SLOW);
    const url = await server.url();
    await using busy = await SseStream.open(`${url}/sse`);
    const { exit } = await drainWithCall(server, busy);
    await server.stop('SIGTERM');
    expect(await exit).toBe(143);
  });
});
