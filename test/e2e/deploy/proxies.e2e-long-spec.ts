import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { ENVIRONMENT } from '../../../src/config/index.js';
import { describeWith } from '../../support/available.js';
import { PROXIES, type RunningProxy } from '../../support/deploy/proxy-server.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { ServerProcess } from '../../support/servers/server-process.js';
import { callTool, post, rpc, send } from '../../support/wire/http.js';
import { SseStream } from '../../support/wire/sse-stream.js';

const HOST = 'mcp.example.com';
const PUBLIC = { AUTH: 'none', PUBLIC_URL: `http://${HOST}`, TRUST_PROXY: '1' };
const TICKING = 'test/support/servers/ticking-server.mjs';
const TICKS = 50;
const EVENT_SOURCE = { accept: 'text/event-stream', host: HOST };

const portOf = (url: string): number => Number(new URL(url).port);

/** The URL of the session's messages, through the proxy. */
async function endpointOf(stream: SseStream, proxy: RunningProxy): Promise<string> {
  const { pathname, search } = new URL(await stream.endpoint());
  return `${proxy.url}${pathname}${search}`;
}

async function roundTrip(proxy: RunningProxy, path = '/sse'): Promise<void> {
  await using stream = await SseStream.open(`${proxy.url}${path}`, { host: HOST });
  const url = await endpointOf(stream, proxy);
  expect((await post(url, callTool(1, 'add', { a: 2, b: 3 }), { host: HOST })).status).toBe(202);
  expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: '5' }] } });
}

/** The answer to a body that is announced and not sent: a client that still writes may lose a refusal. */
async function statusOfAnnounced(proxy: RunningProxy, bytes: number): Promise<number> {
  const headers = { host: HOST, 'content-type': 'application/json', 'content-length': bytes };
  const announced = request(`${proxy.url}/message`, { method: 'POST', headers, agent: false });
  announced.flushHeaders();
  const [response] = (await once(announced, 'response')) as [IncomingMessage];
  announced.on('error', () => undefined).destroy();
  return response.statusCode!;
}

describe.each(PROXIES.map((kind) => [kind.file, kind] as const))('%s', (_, kind) => {
  describeWith(kind.variable, 'in front of a replica', (program) => {
    const start = (...ports: number[]): Promise<RunningProxy> => kind.start(program, kind.config(ports));

    it('brings the messages of a session to it, and its answers to the stream', async () => {
      await using server = ServerProcess.start(PUBLIC);
      await using proxy = await start(portOf(await server.url()));
      for (const path of ['/sse', '/']) await roundTrip(proxy, path);
      const sessionless = callTool(3, 'echo', { message: 'hello SSE' });
      const answer = await post(`${proxy.url}/message`, sessionless, { host: HOST });
      expect(answer.json).toMatchObject({ result: { content: [{ text: 'hello SSE' }] } });
      expect((await send(`${proxy.url}/health`)).status).toBe(200);
    });

    it('passes small events on one by one, in their order and before the result', async () => {
      await using server = ServerProcess.start(PUBLIC, TICKING);
      await using proxy = await start(portOf(await server.url()));
      await using stream = await SseStream.open(`${proxy.url}/sse`, { host: HOST });
      const call = rpc(1, 'tools/call', { name: 'tick', arguments: {}, _meta: { progressToken: 't' } });
      await post(await endpointOf(stream, proxy), call, { host: HOST });
      const before = stream.reads;
      await stream.responseTo(1);
      const told = stream.messages.map(
        ({ params }) => (params as { progress?: number } | undefined)?.progress,
      );
      expect(told).toEqual([...Array.from({ length: TICKS }, (_value, index) => index + 1), undefined]);
      // A proxy that collects small events brings ten or so at a time.
      expect(stream.reads - before).toBeGreaterThan(TICKS / 3);
    });

    it('keeps a silent stream for its heartbeats, and for nothing else', async () => {
      const [shipped, short] = kind.idle;
      const heard = async (heartbeatSeconds: string): Promise<[comments: number, isEnded: boolean]> => {
        await using server = ServerProcess.start({ ...PUBLIC, HEARTBEAT_SECONDS: heartbeatSeconds });
        const config = kind.config([portOf(await server.url())]);
        expect(config).toMatch(shipped);
        await using proxy = await kind.start(program, config.replace(shipped, short));
        await using stream = await SseStream.open(`${proxy.url}/sse`, { host: HOST });
        await stream.endpoint();
        const comments = (): number => stream.events.filter(({ comment }) => comment === 'heartbeat').length;
        await eventually(() => stream.isEnded || comments() >= 20);
        return [comments(), stream.isEnded];
      };
      // 20 heartbeats take four times as long as the proxy's patience.
      expect(await heard('0.2')).toEqual([20, false]);
      expect(await heard('3600')).toEqual([0, true]);
    });

    it('ends the stream of a client that left', async () => {
      await using server = ServerProcess.start({ ...PUBLIC, HEARTBEAT_SECONDS: '3600' });
      await using proxy = await start(portOf(await server.url()));
      const stream = await SseStream.open(`${proxy.url}/sse`, { host: HOST });
      await stream.endpoint();
      await stream[Symbol.asyncDispose]();
      await server.waitForLog(({ msg }) => msg === 'session ended');
    });

    it('tells the address it saw, whatever the client claims', async () => {
      await using server = ServerProcess.start(PUBLIC);
      await using proxy = await start(portOf(await server.url()));
      const spoofed = { host: 'evil.example', 'x-forwarded-for': '6.6.6.6' };
      expect((await post(`${proxy.url}/message`, rpc(1, 'ping'), spoofed)).status).toBe(403);
      const denied = await server.waitForLog(({ outcome }) => outcome === 'denied');
      expect(denied['address']).toBe('127.0.0.1');
    });

    it('tells whether the client came by TLS, whatever the client claims', async () => {
      await using server = ServerProcess.start({
        ...PUBLIC,
        PUBLIC_URL: `https://${HOST}`,
        FORCE_HTTPS: 'true',
      });
      await using proxy = await start(portOf(await server.url()));
      const claimed = { host: HOST, 'x-forwarded-proto': 'https' };
      expect((await post(`${proxy.url}/message`, rpc(1, 'ping'), claimed)).status).toBe(403);
    });

    it('keeps metrics inside', async () => {
      await using server = ServerProcess.start(PUBLIC);
      const url = await server.url();
      await using proxy = await start(portOf(url));
      const [direct, proxied] = [await send(`${url}/metrics`), await send(`${proxy.url}/metrics`)];
      expect([direct.status, proxied.status]).toEqual([200, 404]);
    });

    it('takes bodies of up to MAX_BODY_BYTES, and brings what the server says of larger ones', async () => {
      const maxBytes = ENVIRONMENT.Limits.MAX_BODY_BYTES.fallback;
      await using server = ServerProcess.start(PUBLIC);
      await using proxy = await start(portOf(await server.url()));
      const largest = JSON.stringify(rpc(1, 'ping')).padEnd(maxBytes);
      const taken = await post(`${proxy.url}/message`, largest, { host: HOST });
      const tooLarge = await post(`${proxy.url}/message`, `${largest} `, { host: HOST });
      expect([taken.status, tooLarge.status, tooLarge.json]).toMatchObject([200, 413, { id: 1 }]);
      expect(await statusOfAnnounced(proxy, 4 * maxBytes + 1)).toBe(413);
    });

    it('has an EventSource ask again while no replica is there, and writes no session id and no resume key to its log', async () => {
      await using proxy = await start(await freePort());
      const secret = 'AAAAAAAAAAAAAAAAAAAAAA';
      await using stream = await SseStream.open(`${proxy.url}/sse?resume=${secret}`, EVENT_SOURCE);
      await stream.ended();
      expect([stream.status, stream.headers['content-type'], stream.events]).toEqual([
        200,
        expect.stringMatching(/^text\/event-stream/),
        [{ comment: 'no replica' }],
      ]);
      const ended = await post(`${proxy.url}/message?sessionId=${secret}`, rpc(1, 'ping'), { host: HOST });
      expect([ended.status, ended.json]).toMatchObject([404, { error: { code: -32_001 } }]);
      expect([502, 503]).toContain((await send(`${proxy.url}/health`)).status);
      expect(proxy.errors.join('')).not.toContain(secret);
    });

    it('brings the answers of running calls while the replica drains', async () => {
      await using server = ServerProcess.start({ ...PUBLIC, DRAIN_SPREAD_SECONDS: '0' }, TICKING);
      await using proxy = await start(portOf(await server.url()));
      await using stream = await SseStream.open(`${proxy.url}/sse`, { host: HOST });
      const call = rpc(1, 'tools/call', { name: 'tick', arguments: {}, _meta: { progressToken: 't' } });
      await post(await endpointOf(stream, proxy), call, { host: HOST });
      await stream.waitFor(({ data }) => data?.includes('notifications/progress') ?? false);
      const exit = server.stop();
      expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: 'done' }] } });
      await stream.ended();
      expect(await exit).toBe(0);
    });
  });
});
