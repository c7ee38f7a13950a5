import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const BLOCKING = 'test/support/servers/blocking-server.mjs';
const add = (id: number): object => callTool(id, 'add', { a: 1, b: 2 });

describe('A server whose event loop is late', () => {
  it('refuses new work, goes on with what runs, and recovers', async () => {
    await using server = ServerProcess.start({ MAX_EVENT_LOOP_DELAY_MS: '60' }, BLOCKING);
    const url = await server.url();
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    await post(endpoint, callTool(1, 'block'));
    await server.waitForLog(({ msg }) => String(msg).endsWith('New work of all callers is refused'));

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
    expect(new Set(lines.map(({ level }) => level))).toEqual(new Set(['warn']));
    expect(lines[0]?.['msg']).toMatch(/^Overloaded: the event loop is \d+ ms late\. New work of /);
  });

  it('refuses the caller whose work it is, and none of the others', async () => {
    // Late by more than the bound, and by less than twice of it, above which everybody is refused.
    const delays = { MAX_EVENT_LOOP_DELAY_MS: '600', BLOCK_MS: '700' };
    await using server = ServerProcess.start({ ...delays, TRUST_PROXY: '1' }, BLOCKING);
    const url = await server.url();
    const from = (caller: number): Record<string, string> => ({ 'x-forwarded-for': `203.0.113.${caller}` });
    const heavy = from(9);
    const large = callTool(1, 'echo', { message: 'x'.repeat(1024 * 1024) });
    const lights = [1, 2, 3, 4, 5];
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    for (const light of lights) expect((await post(`${url}/message`, add(1), from(light))).status).toBe(200);
    expect((await post(`${url}/message`, large, heavy)).status).toBe(200);

    await post(endpoint, callTool(1, 'block'));
    await server.waitForLog(({ msg }) => String(msg).startsWith('Overloaded: the event loop is '));
    const [small, unread, plain, ...answers] = await Promise.all([
      post(`${url}/message`, add(2), heavy),
      post(`${url}/message`, large, heavy),
      send(`${url}/sse`, { headers: { ...heavy, accept: '*/*' } }),
      ...lights.map((light) => post(`${url}/message`, add(3), from(light))),
    ]);
    server.release();
    const overloaded = { error: { data: { reason: 'overloaded' } } };
    expect([small.status, small.json]).toMatchObject([503, { id: 2, ...overloaded }]);
    expect([unread.status, unread.json]).toMatchObject([503, { id: null, ...overloaded }]);
    expect(plain.status).toBe(503);
    expect(answers.map(({ status }) => status)).toEqual(lights.map(() => 200));
  });

  it('keeps nothing of the process once it is closed', async () => {
    await using server = ServerProcess.start({}, BLOCKING);
    await server.url();
    server.close();
    expect(await server.exited).toBe(0);
  });
});
