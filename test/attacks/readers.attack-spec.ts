import { eventually } from '../support/eventually.js';
import { scrape } from '../support/telemetry/metrics.js';
import { callTool, rpc } from '../support/wire/http.js';
import { type RawConnection, rawRequest } from '../support/wire/raw-connection.js';
import type { SseStream } from '../support/wire/sse-stream.js';
import { type Attacked, describeAttacks } from './support/attacked.js';
import { inEnvelope } from './support/in-envelope.js';

const SMALL_HEAP = '--max-old-space-size=256';
const READERS = 150;
const KEPT = { keepsAlive: true };
const STREAM = rawRequest('/sse', { ...KEPT, headers: ['Accept: text/event-stream'] });
const HEALTH = rawRequest('/health', KEPT);
const BULK_CALL = JSON.stringify(callTool(1, 'bulk'));
const BULK = rawRequest('/message', { ...KEPT, method: 'POST', body: BULK_CALL });

type Session = Record<string, string>;

const linesOf = (headers: Session): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

const listenTo = (session: Session): string =>
  rawRequest('/mcp', { ...KEPT, headers: ['Accept: text/event-stream', ...linesOf(session)] });

/** A call that says 6 MB: more than the buffers of a connection take. */
const LOUD_CALL = JSON.stringify(
  rpc(1, 'tools/call', {
    name: 'tells',
    arguments: { text: 'x'.repeat(2_000_000) },
    _meta: { progressToken: 1, 'io.modelcontextprotocol/logLevel': 'debug' },
  }),
);

/** A stream may hold such a call, and keep it for a client that comes back. */
const LOUD = { MAX_PENDING_BYTES: '8000000', REPLAY_BYTES: '20000000' };

const postOf = (session: Session, accept: string, body: string): string =>
  rawRequest('/mcp', {
    ...KEPT,
    method: 'POST',
    headers: [`Accept: ${accept}`, ...linesOf(session)],
    body,
  });

/** A message as a client of 2026-07-28 posts it. */
function enveloped(accept: string, message: string): string {
  const { body, headers } = inEnvelope(message);
  const lines = linesOf({ ...headers, accept });
  return rawRequest('/mcp', { ...KEPT, method: 'POST', headers: lines, body: String(body) });
}

const LISTEN = enveloped(
  'text/event-stream',
  JSON.stringify(rpc(1, 'subscriptions/listen', { notifications: { toolsListChanged: true } })),
);

/** A call of which nothing is read: not of the POST that asked for it, or not of the GET that came back for it. */
async function leaveUnread(attacked: Attacked, session: Session, way: string): Promise<RawConnection> {
  const connection = attacked.raw();
  connection.socket.pause();
  if (way !== 'GET') {
    const stream = 'text/event-stream';
    connection.send(way === 'POST' ? postOf(session, stream, LOUD_CALL) : enveloped(stream, LOUD_CALL));
    return connection;
  }
  const headers = { ...session, accept: 'text/event-stream' };
  // The one that holds most is cut, and that may be this one.
  const answer = await attacked.post('/mcp', LOUD_CALL, headers).catch(() => undefined);
  const [, id] = /^id: (\S+)$/m.exec(answer?.text ?? '') ?? [];
  if (id === undefined) return connection;
  connection.send(listenTo({ ...session, 'last-event-id': id }));
  return connection;
}

async function cuts({ url }: Attacked, reason: string): Promise<number> {
  return (await scrape(url)).get(`rookery_slow_clients_cut_total{reason="${reason}"}`)!;
}

async function openStalled(attacked: Attacked, count: number): Promise<SseStream[]> {
  const streams = await Promise.all(Array.from({ length: count }, () => attacked.stream()));
  await Promise.all(streams.map((stream) => stream.endpoint()));
  for (const stream of streams) stream.pause();
  return streams;
}

describeAttacks('Readers of a small server', { environment: { NODE_OPTIONS: SMALL_HEAP } }, (attacked) => {
  it('55 readers that stop: 150 of them, with the largest results, hold no more than the total', async () => {
    const { process, url } = attacked();
    const before = await process.measure();
    const streams = await openStalled(attacked(), READERS);
    const paths = await Promise.all(streams.map((stream) => stream.endpoint()));
    for (let id = 1; id <= 6; id++)
      for (let from = 0; from < READERS; from += 10)
        await Promise.all(
          paths.slice(from, from + 10).map((path) => attacked().post(path, callTool(id, 'bulk'))),
        );
    const metrics = await scrape(url);
    const limit = metrics.get('rookery_heap_limit_bytes')! / 4;
    expect(metrics.get('rookery_pending_bytes')).toBeLessThanOrEqual(limit);
    expect(await cuts(attacked(), 'buffered')).toBeGreaterThan(0);
    // The heap may have grown to its limit meanwhile; what waits is outside it.
    expect((await process.measure()).rss - before.rss).toBeLessThan(limit * 5);
    for (const stream of streams) stream.close();
    await eventually(async () => (await process.measure()).openStreams === before.openStreams);
  });
});

describeAttacks(
  'Readers of Streamable and stateless HTTP',
  { environment: { NODE_OPTIONS: SMALL_HEAP, WORK_LIMIT: 'off', ...LOUD } },
  (attacked) => {
    it.each(['POST', 'GET', 'stateless POST'])(
      '55 readers that stop: sixty streams of %s, of calls that say much, hold no more than the total',
      async (way) => {
        const { process, url } = attacked();
        const before = await process.measure();
        const limit = (await scrape(url)).get('rookery_heap_limit_bytes')! / 4;
        const cutBefore = await cuts(attacked(), 'buffered');
        const connections: RawConnection[] = [];
        for (let count = 0; count < 60; count++)
          connections.push(await leaveUnread(attacked(), await attacked().session(), way));
        await eventually(async () => (await cuts(attacked(), 'buffered')) > cutBefore);
        expect((await scrape(url)).get('rookery_pending_bytes')).toBeLessThanOrEqual(limit);
        expect((await process.measure()).rss - before.rss).toBeLessThan(limit * 5);
        for (const { socket } of connections) socket.destroy();
        await eventually(async () => (await scrape(url)).get('rookery_pending_bytes') === 0);
      },
    );
  },
);

describeAttacks('Readers that leave', { environment: { NODE_OPTIONS: SMALL_HEAP } }, (attacked) => {
  it('58 answers behind a stream: nothing of them is kept once their client has left', async () => {
    const { process } = attacked();
    const before = await process.measure();
    for (let count = 0; count < 300; count++) {
      const connection = attacked().raw(STREAM + BULK);
      await connection.waitFor(/event: endpoint/);
      await attacked().post('/message', callTool(1, 'nothing'));
      connection.socket.destroy();
    }
    // Looked for every three seconds.
    const grown = async (): Promise<number> => (await process.measure()).rss - before.rss;
    await eventually(grown, (bytes) => bytes < 150 * 1024 * 1024, 20_000);
  });
});

describeAttacks('Readers', { environment: { MAX_BUFFERED_BYTES: '20000000', ...LOUD } }, (attacked) => {
  it('56 reader that takes nothing of its stream but goes on sending: it is cut after 30 s, on each wire', async () => {
    const { process } = attacked();
    const before = await process.measure();
    const connection = attacked().raw(STREAM);
    const endpoint = /data: (\S+)/.exec(await connection.waitFor(/sessionId=\S+\n\n/))![1]!;
    connection.socket.pause();
    for (let id = 1; id <= 6; id++) await attacked().post(endpoint, callTool(id, 'bulk'));
    const readers = [
      connection,
      await leaveUnread(attacked(), await attacked().session(), 'POST'),
      await leaveUnread(attacked(), await attacked().session(), 'GET'),
      await leaveUnread(attacked(), {}, 'stateless POST'),
    ];
    for (const reader of readers) {
      const timer = setInterval(() => reader.send(HEALTH), 2_000);
      reader.socket.once('close', () => clearInterval(timer));
    }
    await eventually(
      () => cuts(attacked(), 'stalled'),
      (count) => count === 4,
      60_000,
    );
    expect((await process.measure()).openStreams).toBe(before.openStreams);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['/message', () => BULK],
    ['/mcp', async () => postOf(await attacked().session(), 'application/json', BULK_CALL)],
    ['stateless HTTP', () => enveloped('application/json', BULK_CALL)],
  ])(
    '57 readers that take nothing of answers of %s: these count for the total, as streams do',
    async (_name, post) => {
      const bulk = await post();
      const cutBefore = await cuts(attacked(), 'buffered');
      for (let count = 0; count < 60; count++) {
        const connection = attacked().raw();
        connection.socket.pause();
        connection.send(bulk.repeat(8));
      }
      await eventually(async () => (await cuts(attacked(), 'buffered')) > cutBefore);
      const pending = (await scrape(attacked().url)).get('rookery_pending_bytes');
      expect(pending).toBeLessThanOrEqual(20_000_000);
    },
  );

  it.each([
    ['one session', STREAM, /event: endpoint/],
    ['one that listens', LISTEN, /subscriptions\/acknowledged/],
  ])('58 streams behind each other on one connection: %s', async (_name, request, opened) => {
    const { process } = attacked();
    const before = await process.measure();
    const connection = attacked().raw(request.repeat(320));
    await connection.waitFor(opened);
    await attacked().post('/message', callTool(1, 'nothing'));
    expect((await process.measure()).openStreams).toBe(before.openStreams + 1);
    connection.socket.destroy();
    await eventually(async () => (await process.measure()).openStreams === before.openStreams);
  });

  it('58 streams behind each other on one connection: one of Streamable HTTP', async () => {
    const { process } = attacked();
    const before = await process.measure();
    const sessions = await Promise.all(Array.from({ length: 50 }, () => attacked().session()));
    const connection = attacked().raw(sessions.map(listenTo).join(''));
    await connection.waitFor(/^id: \S+\ndata:\n\n/m);
    await attacked().post('/message', callTool(1, 'nothing'));
    expect((await process.measure()).openStreams).toBe(before.openStreams + 1);
    connection.socket.destroy();
    await eventually(async () => (await process.measure()).openStreams === before.openStreams);
  });

  it('58 many streams of one session of Streamable HTTP: the newest is there, and gets what is said', async () => {
    const { process } = attacked();
    const before = await process.measure();
    const session = await attacked().session();
    const streams: SseStream[] = [];
    for (let count = 0; count < 50; count++) streams.push(await attacked().stream('/mcp', session));
    const last = streams.pop()!;
    await Promise.all(streams.map((stream) => stream.ended()));
    expect((await process.measure()).openStreams).toBe(before.openStreams + 1);
    for (const act of ['register', 'remove'])
      await attacked().post('/message', callTool(1, 'plugin', { act, name: 'later', description: 'x' }));
    await last.waitFor(({ data }) => data?.includes('list_changed') ?? false);
    expect(streams.flatMap(({ messages }) => messages)).toEqual([]);
    last.close();
  });
});
