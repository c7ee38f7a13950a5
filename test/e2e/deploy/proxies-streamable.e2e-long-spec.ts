import { describeWith } from '../../support/available.js';
import { NamedReplica } from '../../support/deploy/named-replica.js';
import { PROXIES, type RunningProxy } from '../../support/deploy/proxy-server.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { ServerProcess } from '../../support/servers/server-process.js';
import { type Answer, callTool, post, rpc, send } from '../../support/wire/http.js';
import { SseStream } from '../../support/wire/sse-stream.js';
import { StreamableSession } from '../../support/wire/streamable-session.js';

const HOST = 'mcp.example.com';
const PUBLIC = { AUTH: 'none', PUBLIC_URL: `http://${HOST}`, TRUST_PROXY: '1' };
const TICKING = 'test/support/servers/ticking-server.mjs';
const TICKS = 50;
/** Those for several replicas. */
const SPREADING = PROXIES.filter(({ name }) => name !== 'Caddy');
/** More than haproxy could send to a second replica. */
const LARGE = 40_000;
const NOT_FOUND = [404, { error: { code: -32_001, message: 'Session not found' } }];

const portOf = (url: string): number => Number(new URL(url).port);
const open = (proxy: RunningProxy): Promise<StreamableSession> =>
  StreamableSession.open(`${proxy.url}/mcp`, { host: HOST });
const tick = (id: number): object =>
  rpc(id, 'tools/call', { name: 'tick', arguments: {}, _meta: { progressToken: id } });

const progressOf = (messages: readonly Record<string, unknown>[]): unknown[] =>
  messages.map(({ params }) => (params as { progress?: number } | undefined)?.progress);
const numbers = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

async function activeConnections(server: ServerProcess): Promise<number> {
  const { json } = await send(`${await server.url()}/health`);
  return (json as { activeConnections: number }).activeConnections;
}

describe.each(PROXIES.map((kind) => [kind.file, kind] as const))('%s, over Streamable HTTP', (_, kind) => {
  describeWith(kind.variable, 'in front of a replica', (program) => {
    const start = (...ports: number[]): Promise<RunningProxy> => kind.start(program, kind.config(ports));

    it('brings a whole session to it: JSON answers, a listening stream, and its end', async () => {
      await using server = ServerProcess.start(PUBLIC);
      await using proxy = await start(portOf(await server.url()));
      const session = await open(proxy);
      const answer = await session.post(callTool(1, 'add', { a: 2, b: 3 }));
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.json).toMatchObject({ id: 1, result: { content: [{ text: '5' }] } });
      await using listening = await session.listen();
      expect([listening.status, listening.headers['content-type']]).toEqual([
        200,
        expect.stringMatching(/^text\/event-stream/),
      ]);
      expect((await session.end()).status).toBe(200);
      await listening.ended();
      const after = await session.post(rpc(2, 'ping'));
      expect([after.status, after.json]).toMatchObject(NOT_FOUND);
    });

    it('passes the events of a POST on one by one, in their order and before the result', async () => {
      await using server = ServerProcess.start(PUBLIC, TICKING);
      await using proxy = await start(portOf(await server.url()));
      await using stream = await (await open(proxy)).stream(tick(1));
      await stream.ended();
      expect(stream.headers['content-type']).toMatch(/^text\/event-stream/);
      expect(progressOf(stream.messages)).toEqual([...numbers(1, TICKS), undefined]);
      expect(stream.messages.at(-1)).toMatchObject({ id: 1, result: { content: [{ text: 'done' }] } });
      // A proxy that collects small events brings ten or so at a time.
      expect(stream.reads).toBeGreaterThan(TICKS / 3);
    });

    it('brings the rest of a stream that broke, and nothing twice', async () => {
      await using server = ServerProcess.start(PUBLIC, TICKING);
      await using proxy = await start(portOf(await server.url()));
      await resumesTicks(await open(proxy));
    });

    it('ends the listening stream of a client that left, and keeps its session', async () => {
      await using server = ServerProcess.start({ ...PUBLIC, HEARTBEAT_SECONDS: '3600' });
      await using proxy = await start(portOf(await server.url()));
      const session = await open(proxy);
      const listening = await session.listen();
      await eventually(async () => (await activeConnections(server)) === 1);
      await listening[Symbol.asyncDispose]();
      await eventually(async () => (await activeConnections(server)) === 0);
      expect((await session.post(rpc(1, 'ping'))).status).toBe(200);
    });

    it('keeps a silent listening stream for its heartbeats', async () => {
      const [shipped, short] = kind.idle;
      await using server = ServerProcess.start({ ...PUBLIC, HEARTBEAT_SECONDS: '0.2' });
      const config = kind.config([portOf(await server.url())]).replace(shipped, short);
      await using proxy = await kind.start(program, config);
      await using listening = await (await open(proxy)).listen();
      // Ten heartbeats take twice as long as the proxy's patience.
      await listening.waitFor(
        () => listening.events.filter(({ comment }) => comment === 'heartbeat').length >= 10,
      );
      expect(listening.isEnded).toBe(false);
    });

    it('brings the rest of a call while the replica drains', async () => {
      await using server = ServerProcess.start({ ...PUBLIC, DRAIN_SPREAD_SECONDS: '0' }, TICKING);
      await using proxy = await start(portOf(await server.url()));
      await using stream = await (await open(proxy)).stream(tick(1));
      await eventually(() => stream.messages.length > 0);
      const exit = server.stop();
      expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: 'done' }] } });
      await stream.ended();
      expect(await exit).toBe(0);
    });

    it('has clients ask again while no replica is there, and writes no session id to its log', async () => {
      await using proxy = await start(await freePort());
      const secret = 'BBBBBBBBBBBBBBBBBBBBBB';
      const headers = { host: HOST, 'mcp-session-id': secret };
      const call = (): Promise<Answer> => post(`${proxy.url}/mcp`, rpc(1, 'ping'), headers);
      // haproxy finds out at its first look.
      await eventually(async () => [502, 503].includes((await call()).status));
      await using stream = await SseStream.open(`${proxy.url}/mcp`, headers);
      await stream.ended();
      expect([stream.status, stream.headers['content-type'], stream.events]).toEqual([
        200,
        expect.stringMatching(/^text\/event-stream/),
        [{ comment: 'no replica' }],
      ]);
      expect(proxy.errors.join('')).not.toContain(secret);
      const opening = await post(`${proxy.url}/mcp`, rpc(1, 'initialize', {}), { host: HOST });
      expect([502, 503]).toContain(opening.status);
    });
  });
});

describe.each(SPREADING.map((kind) => [kind.file, kind] as const))('%s, over Streamable HTTP', (_, kind) => {
  describeWith(kind.variable, 'in front of several replicas', (program) => {
    const start = (...ports: number[]): Promise<RunningProxy> => kind.start(program, kind.config(ports));

    it('brings all of a session to its replica, large messages too', async () => {
      await using first = ServerProcess.start(PUBLIC, TICKING);
      await using second = ServerProcess.start(PUBLIC, TICKING);
      await using proxy = await start(portOf(await first.url()), portOf(await second.url()));
      for (let count = 0; count < 12; count++) {
        const session = await open(proxy);
        await using listening = await session.listen();
        expect(listening.status).toBe(200);
        const large = rpc(1, 'ping', { _meta: { padding: 'x'.repeat(LARGE) } });
        expect((await session.post(large)).json).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
        expect((await session.end()).status).toBe(200);
        await listening.ended();
      }
      for (const server of [first, second]) await server.waitForLog(({ msg }) => msg === 'session ended');
      const sessions = await Promise.all([open(proxy), open(proxy), open(proxy), open(proxy)]);
      await Promise.all(sessions.map(resumesTicks));
    });

    it('needs no replica in particular where POSTs stand alone', async () => {
      const alone = { ...PUBLIC, STREAMABLE_SESSIONS: 'off' };
      await using first = ServerProcess.start(alone, TICKING);
      await using second = ServerProcess.start(alone, TICKING);
      await using proxy = await start(portOf(await first.url()), portOf(await second.url()));
      for (let count = 0; count < 8; count++) {
        const headers = { host: HOST, accept: 'application/json, text/event-stream' };
        const opening = await post(`${proxy.url}/mcp`, rpc(1, 'initialize', {}), headers);
        expect([opening.status, opening.headers['mcp-session-id']]).toEqual([200, undefined]);
        expect((await post(`${proxy.url}/mcp`, rpc(2, 'tools/list'), headers)).json).toHaveProperty('result');
      }
      await using stream = await SseStream.post(`${proxy.url}/mcp`, tick(3), { host: HOST });
      await stream.ended();
      expect(progressOf(stream.messages)).toEqual([...numbers(1, TICKS), undefined]);
      for (const server of [first, second]) await server.waitForLog(({ wire }) => wire === 'streamable-http');
    });

    it('asks one replica for each session, where any would take it up', async () => {
      await using first = await NamedReplica.start('first');
      await using second = await NamedReplica.start('second');
      await using proxy = await start(first.port, second.port);
      const firstAsked = new Set<string>();
      for (let count = 0; count < 16; count++) {
        const headers = { host: HOST, 'mcp-session-id': `session-${count}`.padEnd(22, '-') };
        const asked = new Set<string>();
        for (let turn = 0; turn < 4; turn++)
          asked.add((await post(`${proxy.url}/mcp`, rpc(1, 'ping'), headers)).text);
        expect(asked.size).toBe(1);
        for (const name of asked) firstAsked.add(name);
      }
      expect(firstAsked).toEqual(new Set(['first', 'second']));
    });

    it('says 404 to a session of a replica that is gone, and serves others', async () => {
      await using server = ServerProcess.start(PUBLIC);
      await using gone = ServerProcess.start(PUBLIC);
      await using proxy = await start(portOf(await server.url()), portOf(await gone.url()));
      const sessions: StreamableSession[] = [];
      for (let count = 0; count < 8; count++) sessions.push(await open(proxy));
      await gone.stop();
      const statuses = [];
      for (const session of sessions) statuses.push((await session.post(rpc(1, 'ping'))).status);
      expect(new Set(statuses)).toEqual(new Set([200, 404]));
      const session = await open(proxy);
      expect((await session.post(rpc(1, 'ping'))).status).toBe(200);
    });
  });
});

/** Breaks off a stream of fifty events, and takes it up again. */
async function resumesTicks(session: StreamableSession): Promise<void> {
  const broken = await session.stream(tick(1));
  await eventually(() => broken.messages.length >= 5);
  await broken[Symbol.asyncDispose]();
  await using rest = await session.listen(broken.events.findLast(({ id }) => id !== undefined)!.id);
  await rest.ended();
  const seen = progressOf(broken.messages).length;
  expect(progressOf(rest.messages)).toEqual([...numbers(seen + 1, TICKS), undefined]);
}
