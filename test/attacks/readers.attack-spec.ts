import { eventually } from '../support/eventually.js';
import { scrape } from '../support/telemetry/metrics.js';
import { callTool } from '../support/wire/http.js';
import { rawRequest } from '../support/wire/raw-connection.js';
import type { SseStream } from '../support/wire/sse-stream.js';
import { type Attacked, describeAttacks } from './support/attacked.js';

const SMALL_HEAP = '--max-old-space-size=256';
const READERS = 150;
const KEPT = { keepsAlive: true };
const STREAM = rawRequest('/sse', { ...KEPT, headers: ['Accept: text/event-stream'] });
const HEALTH = rawRequest('/health', KEPT);
const BULK = rawRequest('/message', { ...KEPT, method: 'POST', body: JSON.stringify(callTool(1, 'bulk')) });

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

describeAttacks('Readers', { environment: { MAX_BUFFERED_BYTES: '20000000' } }, (attacked) => {
  it('56 reader that takes nothing of its stream but goes on sending: it is cut after 30 s', async () => {
    const { process } = attacked();
    const before = await process.measure();
    const connection = attacked().raw(STREAM);
    const endpoint = /data: (\S+)/.exec(await connection.waitFor(/sessionId=\S+\n\n/))![1]!;
    connection.socket.pause();
    for (let id = 1; id <= 6; id++) await attacked().post(endpoint, callTool(id, 'bulk'));
    const timer = setInterval(() => connection.send(HEALTH), 2_000);
    connection.socket.once('close', () => clearInterval(timer));
    const open = async (): Promise<number> => (await process.measure()).openStreams;
    await eventually(open, (count) => count === before.openStreams, 50_000);
    expect(await cuts(attacked(), 'stalled')).toBe(1);
  });

  it('57 readers that take nothing of answers: these count for the total, as streams do', async () => {
    for (let count = 0; count < 60; count++) {
      const connection = attacked().raw();
      connection.socket.pause();
      connection.send(BULK.repeat(8));
    }
    await eventually(async () => (await cuts(attacked(), 'buffered')) > 0);
    const pending = (await scrape(attacked().url)).get('rookery_pending_bytes');
    expect(pending).toBeLessThanOrEqual(20_000_000);
  });

  it('58 streams behind each other on one connection: one session', async () => {
    const { process } = attacked();
    const before = await process.measure();
    const connection = attacked().raw(STREAM.repeat(320));
    await connection.waitFor(/event: endpoint/);
    await attacked().post('/message', callTool(1, 'nothing'));
    expect((await process.measure()).openStreams).toBe(before.openStreams + 1);
    connection.socket.destroy();
    await eventually(async () => (await process.measure()).openStreams === before.openStreams);
  });
});
