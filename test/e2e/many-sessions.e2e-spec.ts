import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const MEASURED = 'test/support/servers/measured-server.mjs';

async function useSession(url: string): Promise<void> {
  const stream = await SseStream.open(`${url}/sse`);
  await post(await stream.endpoint(), callTool(1, 'add', { a: 1, b: 2 }));
  await stream.responseTo(1);
  stream.close();
  await stream.ended();
}

async function useSessions(url: string, count: number): Promise<void> {
  const workers = Array.from({ length: 20 }, async () => {
    for (let i = 0; i < count / 20; i++) await useSession(url);
  });
  await Promise.all(workers);
}

describe('Many sessions', () => {
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

  it('leave nothing behind', async () => {
    await using server = ServerProcess.start({ RATE_LIMIT: 'off' }, MEASURED);
    const url = await server.url();
    await useSessions(url, 2_000);
    const measured = [await server.measure()];
    for (let round = 0; round < 3; round++) {
      await useSessions(url, 2_000);
      measured.push(await server.measure());
    }
    expect(measured.at(-1)).toMatchObject({ openStreams: 0, resources: measured[0]!.resources });
    // A leak grows in every round; code that is compiled meanwhile does not.
    const growths = measured.slice(1).map(({ heapUsed }, round) => heapUsed - measured[round]!.heapUsed);
    expect(Math.min(...growths)).toBeLessThan(300 * 1024);
  });
});
