import { describeWith } from '../../support/available.js';
import { PROXIES, type RunningProxy } from '../../support/deploy/proxy-server.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { ServerProcess } from '../../support/servers/server-process.js';
import { callTool, post, rpc, send } from '../../support/wire/http.js';
import { StreamableSession } from '../../support/wire/streamable-session.js';

const HOST = 'mcp.example.com';
const PUBLIC = { AUTH: 'none', PUBLIC_URL: `http://${HOST}`, TRUST_PROXY: '1' };
const TICKING = 'test/support/servers/ticking-server.mjs';
const TICKS = 50;
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
      const session = await open(proxy);
      const broken = await session.stream(tick(1));
      await eventually(() => broken.messages.length >= 5);
      await broken[Symbol.asyncDispose]();
      const lastId = broken.events.findLast(({ id }) => id !== undefined)!.id!;
      await using rest = await session.listen(lastId);
      await rest.ended();
      const seen = progressOf(broken.messages).length;
      expect(progressOf(rest.messages)).toEqual([...numbers(seen + 1, TICKS), undefined]);
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

    it('says 404, as a replica does, to a session whose replica is away, and keeps its id from the log', async () => {
      await using proxy = await start(await freePort());
      const secret = 'BBBBBBBBBBBBBBBBBBBBBB';
      const headers = { host: HOST, 'mcp-session-id': secret };
      const posted = await post(`${proxy.url}/mcp`, rpc(1, 'ping'), headers);
      expect([posted.status, posted.json]).toMatchObject(NOT_FOUND);
      for (const method of ['GET', 'DELETE']) {
        const answer = await send(`${proxy.url}/mcp`, {
          method,
          headers: { ...headers, accept: 'text/event-stream' },
        });
        expect([answer.status, answer.json]).toMatchObject(NOT_FOUND);
      }
      expect(proxy.errors.join('')).not.toContain(secret);
      const opening = await post(`${proxy.url}/mcp`, rpc(1, 'initialize', {}), { host: HOST });
      expect([502, 503]).toContain(opening.status);
    });
  });
});
