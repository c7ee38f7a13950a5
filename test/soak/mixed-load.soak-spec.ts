import { setTimeout as delay } from 'node:timers/promises';
import { linesOf, newToken } from '../support/auth/tokens.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { SoakClient } from './support/soak-client.js';
import { SoakLoad } from './support/soak-load.js';

const SECONDS = Number(process.env['ROOKERY_TEST_SOAK_SECONDS'] ?? 60);
const STREAMS = 2_000;
/** What a person who waits for an answer still takes for one. */
const LONGEST_WAIT_MS = 2_000;
const PRINCIPALS = ['crowd', 'sleeper', 'traveller', 'worker', 'bystander'] as const;

const tokens = new Map(PRINCIPALS.map((name) => [name, newToken(name)]));
const headersOf = (name: (typeof PRINCIPALS)[number]): Record<string, string> => tokens.get(name)!.headers;

/** Calls a tool again and again, as somebody who has nothing to do with the load. */
async function waitsOfBystander(
  url: string,
  isOver: () => boolean,
): Promise<{ waits: number[]; refusals: unknown[] }> {
  await using stream = await SseStream.open(`${url}/sse`, headersOf('bystander'));
  const endpoint = await stream.endpoint();
  const waits: number[] = [];
  const refusals: unknown[] = [];
  for (let id = 1; !isOver(); id++) {
    stream.events.length = 0;
    stream.bytes = '';
    const sentAt = performance.now();
    const { status } = await post(
      endpoint,
      callTool(id, 'echo', { message: `${id}` }),
      headersOf('bystander'),
    );
    const response = status === 202 ? await stream.responseTo(id) : { status };
    waits.push(performance.now() - sentAt);
    if (!('result' in response)) refusals.push(response);
    await delay(150);
  }
  return { waits, refusals };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

describe('A mixed load', () => {
  it(
    'neither grows the process nor refuses or delays a bystander',
    async () => {
      await using server = ServerProcess.start(
        {
          AUTH: 'bearer',
          AUTH_TOKENS: linesOf(...tokens.values()),
          PUBLIC_URL: 'https://mcp.example',
          MAX_SESSIONS_PER_PRINCIPAL: String(STREAMS + 10),
          MAX_STREAMS_PER_PRINCIPAL: String(STREAMS + 10),
          MAX_EVENT_LOOP_DELAY_MS: '500',
          NODE_OPTIONS: '--max-old-space-size=512',
        },
        'test/soak/support/soak-server.mjs',
      );
      const url = await server.url();
      const clientOf = (name: (typeof PRINCIPALS)[number]): SoakClient =>
        new SoakClient(Number(new URL(url).port), headersOf(name));
      const [crowd, sleeper, traveller, worker] = [
        clientOf('crowd'),
        clientOf('sleeper'),
        clientOf('traveller'),
        clientOf('worker'),
      ];
      const load = new SoakLoad();
      await load.listen({ client: crowd, count: STREAMS });
      let isOver = false;
      const loads = [
        ...Array.from({ length: 10 }, () => load.readNothing(sleeper)),
        ...Array.from({ length: 5 }, () => load.reconnect(traveller)),
        load.work(worker),
      ];
      const bystander = waitsOfBystander(url, () => isOver);
      const rss: number[] = [];
      for (const until = performance.now() + SECONDS * 1_000; performance.now() < until; await delay(500))
        rss.push((await server.ask('rss')) as number);
      isOver = true;
      load.end();
      const { waits, refusals } = await bystander;
      await Promise.all(loads);
      for (const client of [crowd, sleeper, traveller, worker]) client.close();

      const quarter = rss.length >> 2;
      const [third, last] = [rss.slice(2 * quarter, 3 * quarter), rss.slice(3 * quarter)].map(median) as [
        number,
        number,
      ];
      expect(refusals).toEqual([]);
      expect(Math.max(...waits)).toBeLessThan(LONGEST_WAIT_MS);
      expect(last / third).toBeLessThan(1.05);
      expect(load.counts.streams).toBe(STREAMS);
      for (const count of Object.values(load.counts)) expect(count).toBeGreaterThan(SECONDS / 2);
      expect(server.errors).toEqual([]);
    },
    (SECONDS + 120) * 1_000,
  );
});
