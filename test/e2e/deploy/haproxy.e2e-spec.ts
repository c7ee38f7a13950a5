import { describeWith } from '../../support/available.js';
import { PROXIES, type RunningProxy } from '../../support/deploy/proxy-server.js';
import { freePort } from '../../support/free-port.js';
import { ServerProcess } from '../../support/servers/server-process.js';
import { callTool, post, rpc, send } from '../../support/wire/http.js';
import { SseStream } from '../../support/wire/sse-stream.js';

const HOST = 'mcp.example.com';
const PUBLIC = { AUTH: 'none', PUBLIC_URL: `http://${HOST}`, TRUST_PROXY: '1' };
const KIND = PROXIES.find(({ name }) => name === 'haproxy')!;

const portOf = (url: string): number => Number(new URL(url).port);

async function roundTrip(proxy: RunningProxy): Promise<void> {
  await using stream = await SseStream.open(`${proxy.url}/sse`, { host: HOST });
  const { pathname, search } = new URL(await stream.endpoint());
  const url = `${proxy.url}${pathname}${search}`;
  const call = callTool(1, 'echo', { message: 'x'.repeat(5_000) });
  expect((await post(url, call, { host: HOST })).status).toBe(202);
  expect(await stream.responseTo(1)).toHaveProperty('result');
}

describeWith('ROOKERY_TEST_HAPROXY', 'deploy/haproxy.cfg, in front of several replicas', (program) => {
  const start = (...ports: number[]): Promise<RunningProxy> => KIND.start(program, KIND.config(ports));

  it('brings the messages of each session to its replica, and a resume key to the one that had it', async () => {
    await using first = ServerProcess.start(PUBLIC);
    await using second = ServerProcess.start(PUBLIC);
    await using proxy = await start(portOf(await first.url()), portOf(await second.url()));
    for (let count = 0; count < 12; count++) await roundTrip(proxy);
    for (const server of [first, second]) await server.waitForLog(({ msg }) => msg === 'session ended');
    for (let count = 0; count < 6; count++) {
      const url = `${proxy.url}/sse?resume=${`key-${count}`.padEnd(22, '-')}`;
      const endpoints = new Set<string>();
      for (let turn = 0; turn < 3; turn++) {
        await using stream = await SseStream.open(url, { host: HOST });
        endpoints.add(await stream.endpoint());
      }
      expect(endpoints.size).toBe(1);
    }
  });

  it('says 404 to a session of a replica that is gone, and serves others', async () => {
    await using server = ServerProcess.start(PUBLIC);
    await using proxy = await start(portOf(await server.url()), await freePort());
    for (let count = 0; count < 4; count++) {
      const url = `${proxy.url}/message?sessionId=${'x'.repeat(22)}`;
      const answer = await post(url, rpc(1, 'ping'), { host: HOST });
      expect([answer.status, answer.json]).toMatchObject([404, { error: { code: -32_001 } }]);
      expect((await post(`${proxy.url}/message`, rpc(1, 'ping'), { host: HOST })).status).toBe(200);
      await roundTrip(proxy);
    }
  });

  it('opens no stream at a replica that drains, and brings its sessions their messages', async () => {
    const draining = {
      ...PUBLIC,
      DRAIN_DELAY_SECONDS: '20',
      SHUTDOWN_SECONDS: '25',
      DRAIN_SPREAD_SECONDS: '0',
    };
    await using leaving = ServerProcess.start(draining);
    await using staying = ServerProcess.start(PUBLIC);
    await using proxy = await start(portOf(await leaving.url()), portOf(await staying.url()));
    const streams = await Promise.all(
      Array.from({ length: 4 }, () => SseStream.open(`${proxy.url}/sse`, { host: HOST })),
    );
    const endpoints = await Promise.all(streams.map((stream) => stream.endpoint()));
    const leavingUrl = await leaving.url();
    expect(await streamsOf(leavingUrl)).toBeGreaterThan(0);
    const exit = leaving.stop();
    await hasNoNewStreams(leavingUrl, proxy);
    for (const [index, endpoint] of endpoints.entries()) {
      const { pathname, search } = new URL(endpoint);
      const sent = await post(`${proxy.url}${pathname}${search}`, rpc(9, 'ping'), { host: HOST });
      expect(sent.status).toBe(202);
      await streams[index]!.responseTo(9);
    }
    for (const stream of streams) stream.close();
    await leaving.stop();
    await exit;
  });
});

async function streamsOf(replicaUrl: string): Promise<number> {
  return ((await send(`${replicaUrl}/health`)).json as { activeConnections: number }).activeConnections;
}

/** Opens streams through the proxy until four in a row are not at this replica. */
async function hasNoNewStreams(replicaUrl: string, proxy: RunningProxy): Promise<void> {
  const before = await streamsOf(replicaUrl);
  for (let inARow = 0; inARow < 4;) {
    await using stream = await SseStream.open(`${proxy.url}/sse`, { host: HOST });
    await stream.endpoint();
    inARow = (await streamsOf(replicaUrl)) > before ? 0 : inARow + 1;
  }
}
