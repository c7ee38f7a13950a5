import { META_KEYS } from '../../src/protocol/index.js';
import { eventually } from '../support/eventually.js';
import { scrape } from '../support/telemetry/metrics.js';
import { type Answer, callTool, rpc } from '../support/wire/http.js';
import { type RawConnection, rawRequest } from '../support/wire/raw-connection.js';
import { ask, envelope, listen } from '../support/wire/stateless.js';
import { type Attacked, describeAttacks } from './support/attacked.js';
import { inEnvelope } from './support/in-envelope.js';
import { postBy, STATELESS } from './support/post-routes.js';

const MEBIBYTE = 1024 * 1024;
const SMALL = { NODE_OPTIONS: '--max-old-space-size=256', WORK_LIMIT: 'off' };

/** A request of stateless HTTP in bytes; it takes its answer as a stream. */
function requestOf(message: object, keepsAlive = true): string {
  const { body, headers } = inEnvelope(message);
  const lines = Object.entries({ ...headers, accept: 'text/event-stream' }).map((line) => line.join(': '));
  return rawRequest('/mcp', { method: 'POST', headers: lines, body: String(body), keepsAlive });
}

const LISTEN = requestOf(rpc(1, 'subscriptions/listen', { notifications: { toolsListChanged: true } }));
const ACKNOWLEDGED = /subscriptions\/acknowledged/;

const call = (attacked: Attacked, name: string, args: object = {}): Promise<Answer> =>
  // A call that takes longer than a heartbeat is JSON all the same.
  postBy(STATELESS, attacked, { accept: 'application/json' })(callTool(1, name, args));

async function streamsAre(attacked: Attacked, count: number): Promise<void> {
  await eventually(
    () => attacked.process.ask('streams'),
    (streams) => streams === count,
  );
}

describeAttacks('Clients that say much of themselves', { environment: SMALL }, (attacked) => {
  const NAME = 'n'.repeat(3_900_000);

  it('89 names of megabytes: of 150 that listen, little is kept', async () => {
    const { process } = attacked();
    const before = await process.measure();
    const info = { name: NAME, version: NAME.slice(0, 90_000), title: 'x' };
    const message = rpc(1, 'subscriptions/listen', {
      notifications: {},
      _meta: envelope({ [META_KEYS.clientInfo]: info }),
    });
    const bytes = requestOf(message);
    const connections: RawConnection[] = [];
    for (let count = 0; count < 150; count++) {
      const connection = attacked().raw(bytes);
      await connection.waitFor(ACKNOWLEDGED);
      connections.push(connection);
    }
    expect((await process.measure()).heapUsed - before.heapUsed).toBeLessThan(20 * MEBIBYTE);
    for (const { socket } of connections) socket.destroy();
    await streamsAre(attacked(), before.openStreams);
  });

  it('89 names of megabytes: of 150 sessions, little is kept', async () => {
    const { process } = attacked();
    const before = await process.measure();
    const info = { name: NAME, version: '1' };
    const opening = rpc(1, 'initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: info,
    });
    for (let count = 0; count < 150; count++)
      expect((await attacked().post('/mcp', opening)).status).toBe(200);
    expect((await process.measure()).heapUsed - before.heapUsed).toBeLessThan(20 * MEBIBYTE);
  });
});

describeAttacks('Clients that listen', { environment: SMALL }, (attacked) => {
  it('91 filters without end: the client hears which of them mean something, and more are refused', async () => {
    const many = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`list${index}ListChanged`, true]));
    const uris = Array.from({ length: 99 }, (_, index) => `any:${index}`);
    await using stream = await listen(`${attacked().url}/mcp`, {
      ...many(50_000),
      __proto__ListChanged: true,
      toolsListChanged: true,
      resourceSubscriptions: [...uris, `any:${'x'.repeat(2_000_000)}`],
    });
    await eventually(() => stream.messages.length === 1);
    const served = { toolsListChanged: true, resourceSubscriptions: uris };
    expect(stream.messages).toMatchObject([{ params: { notifications: served } }]);
    const [acknowledged] = stream.messages as [{ params: { notifications: object } }];
    expect(Object.keys(acknowledged.params.notifications)).toHaveLength(2);
    expect(stream.bytes.length).toBeLessThan(3_000);
    const statuses: number[] = [];
    const tooMany = { resourceSubscriptions: [...uris, ...uris] };
    for (const notifications of [many(110_000), many(500_000), tooMany, [], 'toolsListChanged', 7, null]) {
      const answer = await ask(`${attacked().url}/mcp`, 'subscriptions/listen', { notifications });
      expect(answer.text.length).toBeLessThan(1_000);
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([400, 413, 400, 400, 400, 400, 400]);
    stream.close();
    await streamsAre(attacked(), 1);
  });

  it('92 listeners that never read, while the list changes 100,000 times: each change waits once', async () => {
    const { process, url } = attacked();
    const before = await process.measure();
    const unread = Array.from({ length: 100 }, () => attacked().raw(LISTEN));
    for (const connection of unread) {
      await connection.waitFor(ACKNOWLEDGED);
      connection.socket.pause();
    }
    await using reader = await listen(`${url}/mcp`, { toolsListChanged: true });
    for (let round = 0; round < 10; round++)
      expect((await call(attacked(), 'changes', { count: 10_000 })).json).toMatchObject({
        result: { content: [{ text: 'done' }] },
      });
    await eventually(() => reader.messages.length > 1);
    // At most one in 20 ms.
    expect(reader.messages.length).toBeLessThan(20_000);
    expect((await process.measure()).heapUsed - before.heapUsed).toBeLessThan(20 * MEBIBYTE);
    expect((await scrape(url)).get('rookery_pending_bytes')).toBeLessThan(MEBIBYTE);
    for (const { socket } of unread) socket.destroy();
    reader.close();
    await streamsAre(attacked(), before.openStreams);
  });
});

const TINY = { ...SMALL, NODE_OPTIONS: '--max-old-space-size=128' };

describeAttacks('Clients that leave', { environment: TINY }, (attacked) => {
  it('93 calls that are left in their middle, 5,000 of them: nothing of them stays', async () => {
    const { process, url } = attacked();
    const waiting = async (): Promise<string> => (await call(attacked(), 'waiting')).text;
    const leaveAll = async (round: number, count: number): Promise<void> => {
      const message = rpc(1, 'tools/call', { name: 'waits', arguments: { text: `93-${round}` } });
      const [whole, cut] = [requestOf(message), requestOf(message).slice(0, -20)];
      const connections = Array.from({ length: count }, (_, index) =>
        attacked().raw(index % 5 ? whole : cut),
      );
      await eventually(async () => {
        const calls = (await scrape(url)).get('rookery_calls_in_flight{wire="stateless-http"}');
        return calls === (count * 4) / 5;
      });
      for (const { socket } of connections) socket.destroy();
      await eventually(async () => !(await waiting()).includes('93-'));
    };
    await leaveAll(0, 100);
    const before = await process.measure();
    for (let round = 1; round <= 50; round++) await leaveAll(round, 100);
    const after = await process.measure();
    expect(after.openStreams).toBe(before.openStreams);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(5 * MEBIBYTE);
    const metrics = await scrape(url);
    for (const name of ['rookery_pending_bytes', 'rookery_calls_in_flight{wire="stateless-http"}'])
      expect(metrics.get(name)).toBe(0);
    // Those of the bystander come and go.
    for (const kind of ['Timeout', 'TCPSocketWrap'])
      expect((after.resources[kind] ?? 0) - (before.resources[kind] ?? 0)).toBeLessThan(20);
  });
});
