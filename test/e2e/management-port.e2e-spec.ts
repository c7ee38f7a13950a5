import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { changes, durations, scrape } from '../support/telemetry/metrics.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const SLOW = 'test/support/servers/slow-server.mjs';

describe('Metrics and probes', () => {
  it('are on the management port alone, but for /health, once there is one (attack 52)', async () => {
    await using server = ServerProcess.start({ MANAGEMENT_PORT: '0' });
    const url = await server.url();
    const management = await server.managementUrl();
    const foreign = { headers: { host: 'evil.example' } };
    for (const path of ['/metrics', '/health', '/health/live', '/health/ready'])
      expect([path, (await send(`${management}${path}`, foreign)).status]).toEqual([path, 200]);
    for (const path of ['/', '/sse', '/message', '/metrics/', '/health/x', '//metrics'])
      expect([path, (await send(`${management}${path}`)).status]).toEqual([path, 404]);
    expect((await post(`${management}/message`, rpc(1, 'ping'))).status).toBe(404);
    expect((await send(`${url}/metrics`)).status).toBe(404);
    for (const path of ['/health', '/health/live', '/health/ready'])
      expect([path, (await send(`${url}${path}`)).status]).toEqual([path, 200]);
    expect(changes(new Map(), await scrape(management))).toMatchObject({ rookery_ready: 1 });
  });

  it('tell of the drain until its end', async () => {
    await using server = ServerProcess.start({ MANAGEMENT_PORT: '0', SHUTDOWN_SECONDS: '20' }, SLOW);
    const url = await server.url();
    const management = await server.managementUrl();
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    await post(endpoint, callTool(1, 'waitForRelease'));
    await server.waitForLog(({ msg }) => msg === '1 calls wait');
    const before = await scrape(management);
    const exit = server.stop('SIGTERM');
    await server.waitForLog(({ msg }) => String(msg).startsWith('Draining'));
    await post(endpoint, callTool(2, 'waitForRelease'));
    await stream.responseTo(2);
    expect((await send(`${management}/health/ready`)).status).toBe(503);
    expect((await send(`${management}/health/live`)).status).toBe(200);
    expect(changes(before, await scrape(management))).toEqual({
      rookery_ready: -1,
      'rookery_calls_refused_total{wire="http-sse",reason="draining"}': 1,
      [durations('tools/call', 'waitForRelease', 'draining', 'http-sse')]: 1,
    });
    server.release();
    expect(await exit).toBe(0);
  });

  it('stay at the root under a PATH_PREFIX, for any Host', async () => {
    await using server = await startRookery({ PATH_PREFIX: '/birds' });
    const foreign = { headers: { host: 'evil.example', origin: 'https://evil.example' } };
    expect((await send(`${server.url}/metrics`, foreign)).status).toBe(200);
    expect((await send(`${server.url}/birds/metrics`)).status).toBe(404);
    await post(`${server.url}/birds/message`, rpc(1, 'ping'));
    expect((await scrape(server.url)).get(durations('ping', '', ''))).toBe(1);
  });

  it('say in one sentence that their port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await using server = ServerProcess.start({ MANAGEMENT_PORT: String(port) });
    expect(await server.exited).toBe(1);
    expect(server.errors).toEqual([
      `rookery: Port ${port} of 127.0.0.1 is in use: set MANAGEMENT_PORT to another one`,
    ]);
    taken.close();
  });
});
