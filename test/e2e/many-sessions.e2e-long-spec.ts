import { Agent } from 'node:http';
import { eventually } from '../support/eventually.js';
import { type Measurement, ServerProcess } from '../support/servers/server-process.js';
import { scrape } from '../support/telemetry/metrics.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const MEASURED = 'test/support/servers/measured-server.mjs';

async function useSession(url: string): Promise<void> {
  const stream = await SseStream.open(`${url}/sse`);
  await post(await stream.endpoint(), callTool(1, 'add', { a: 1, b: 2 }));
  await stream.responseTo(1);
  stream.close();
  await stream.ended();
}

async function useSessions(url: string, count: number, use = useSession): Promise<void> {
  const workers = Array.from({ length: 20 }, async () => {
    for (let i = 0; i < count / 20; i++) await use(url);
  });
  await Promise.all(workers);
}

const agent = new Agent({ keepAlive: true, maxSockets: 20 });

/** A session of Streamable HTTP. @returns what its requests have in their head */
async function openStreamable(url: string): Promise<Record<string, string>> {
  const { headers } = await post(`${url}/mcp`, rpc(0, 'initialize', {}), {}, agent);
  return { 'mcp-session-id': headers['mcp-session-id'] as string };
}

/** Uses a session for a call that is answered as JSON and one whose stream is kept, and forgets it. */
async function dropSession(url: string): Promise<void> {
  const session = await openStreamable(url);
  for (const accept of ['application/json', 'text/event-stream'])
    await post(`${url}/mcp`, callTool(1, 'add', { a: 1, b: 2 }), { ...session, accept }, agent);
}

describe('Many sessions', () => {
  afterAll(() => agent.destroy());

  it('take every answer to the stream that asked, also with equal ids', async () => {
    await using server = ServerProcess.start({ RATE_LIMIT: 'off' });
    const url = await server.url();
    const streams = await Promise.all(Array.from({ length: 200 }, () => SseStream.open(`${url}/sse`)));
    const endpoints = await Promise.all(streams.map((stream) => stream.endpoint()));
    for (const id of [1, 2, 3])
      await Promise.all(
        endpoints.map((endpoint, index) =>
          post(endpoint, callTool(id, 'echo', { message: `${index}:${id}` })),
        ),
      );
    await Promise.all(streams.map((stream) => stream.responseTo(3)));
    const texts = streams.map((stream) =>
      stream.messages.map((message) => JSON.stringify(message['result'])),
    );
    expect(texts).toEqual(
      streams.map((_, index) =>
        [1, 2, 3].map((id) => JSON.stringify({ content: [{ type: 'text', text: `${index}:${id}` }] })),
      ),
    );
    for (const stream of streams) stream.close();
  });

  it('of Streamable HTTP get their own answers, also with equal ids', async () => {
    await using server = ServerProcess.start({ RATE_LIMIT: 'off' });
    const url = await server.url();
    const sessions = await Promise.all(Array.from({ length: 200 }, () => openStreamable(url)));
    const texts = await Promise.all(
      sessions.flatMap((session, index) =>
        [1, 2, 3].map(async (id) => {
          const call = callTool(id, 'echo', { message: `${index}:${id}` });
          return (await post(`${url}/mcp`, call, session, agent)).json;
        }),
      ),
    );
    expect(texts).toEqual(
      sessions.flatMap((_, index) =>
        [1, 2, 3].map((id) => ({
          jsonrpc: '2.0',
          id,
          result: { content: [{ type: 'text', text: `${index}:${id}` }] },
        })),
      ),
    );
  });

  it('of Streamable HTTP that their clients drop leave nothing behind', async () => {
    const environment = {
      RATE_LIMIT: 'off',
      SESSION_IDLE_SECONDS: '1',
      REPLAY_SECONDS: '1',
      NODE_OPTIONS: '--max-old-space-size=128',
    };
    await using server = ServerProcess.start(environment, MEASURED);
    const url = await server.url();
    const opened = 'rookery_sessions_opened_total{wire="streamable-http"}';
    const expired = 'rookery_sessions_ended_total{wire="streamable-http",reason="expired"}';
    const drop = async (): Promise<Measurement> => {
      await useSessions(url, 2_500, dropSession);
      await eventually(async () => {
        const metrics = await scrape(url);
        return metrics.get(opened) === metrics.get(expired);
      });
      return server.measure();
    };
    const [first, ...later] = [await drop(), await drop(), await drop()];
    expect(later.at(-1)!.resources['Timeout'] ?? 0).toBeLessThanOrEqual(first.resources['Timeout'] ?? 0);
    const growths = later.map(({ heapUsed }, round) => heapUsed - [first, ...later][round]!.heapUsed);
    expect(Math.min(...growths)).toBeLessThan(400 * 1024);
  });

  it('leave nothing behind', async () => {
    await using server = ServerProcess.start({ RATE_LIMIT: 'off' }, MEASURED);
    const url = await server.url();
    await useSessions(url, 2_000);
    const measured = [await server.measure()];
    for (let round = 0; round < 3; round++) {
      await useSessions(url, 2_000);
      measured.push(await server.measure());
    }
    const last = measured.at(-1)!;
    expect(last.openStreams).toBe(0);
    for (const [kind, count] of Object.entries(last.resources))
      expect([kind, count]).toEqual([kind, Math.min(count, measured[0]!.resources[kind] ?? 0)]);
    // A leak grows in every round; code that is compiled meanwhile does not.
    const growths = measured.slice(1).map(({ heapUsed }, round) => heapUsed - measured[round]!.heapUsed);
    expect(Math.min(...growths)).toBeLessThan(300 * 1024);
  });
});
