import { setTimeout as delay } from 'node:timers/promises';
import { Client as ClientV2, SSEClientTransport as TransportV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { describeWith } from '../../support/available.js';
import { Fleet } from '../../support/deploy/fleet.js';
import { Nginx, shippedConfig } from '../../support/deploy/nginx.js';
import { readMarkdown } from '../../support/docs/snippets.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';

const CLIENT_COUNT = 6;
const WITHOUT_A_STREAM_MS = 20_000;
const PAUSE_MS = 100;

interface Calling {
  callTool(params: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

async function connect(url: URL, index: number): Promise<Calling> {
  const identity = { name: 'rolling', version: '1.0.0' };
  if (index % 2 === 0) {
    const client = new ClientV1(identity);
    await client.connect(new TransportV1(url));
    return client;
  }
  const client = new ClientV2(identity);
  await client.connect(new TransportV2(url));
  return client;
}

/** What docs/production/rolling-updates.md says of a refusal: the call has not begun, so it may be made again. */
function isRefusal(error: unknown): boolean {
  const { message, code, data } = error as Error & { code?: number; data?: { reason?: string } };
  if (code === -32_000 && data?.reason === 'draining') return true;
  return /HTTP 404|Session not found/.test(message);
}

class Worker {
  readonly done: string[] = [];
  readonly failures: unknown[] = [];
  refusals = 0;
  longestWaitMs = 0;

  constructor(
    private readonly client: Calling,
    private readonly name: string,
  ) {}

  async work(until: AbortSignal): Promise<void> {
    for (let count = 0; !until.aborted; count++) {
      const key = `${this.name}-${count}`;
      const startedAt = performance.now();
      try {
        await this.callUntilTaken(key, startedAt);
        this.done.push(key);
      } catch (error) {
        this.failures.push(error);
        return;
      }
      this.longestWaitMs = Math.max(this.longestWaitMs, performance.now() - startedAt);
    }
    await this.client.close();
  }

  private async callUntilTaken(key: string, startedAt: number): Promise<void> {
    for (;;)
      try {
        const ms = 5 + Math.random() * 150;
        const result = await this.client.callTool({ name: 'work', arguments: { key, ms } });
        expect(result).toMatchObject({ content: [{ type: 'text', text: key }] });
        return;
      } catch (error) {
        if (!isRefusal(error) || performance.now() - startedAt > WITHOUT_A_STREAM_MS) throw error;
        this.refusals++;
        await delay(PAUSE_MS);
      }
  }
}

describe('docs/production/rolling-updates.md', () => {
  it('tells a refusal as these clients do', () => {
    const page = readMarkdown('docs/production/rolling-updates.md');
    expect(page).toContain(
      "error.data?.reason === 'draining' || /HTTP 404|Session not found/.test(error.message)",
    );
    expect(String(isRefusal)).toContain('/HTTP 404|Session not found/');
  });
});

describeWith('ROOKERY_TEST_NGINX', 'A rolling restart of two replicas behind deploy/nginx.conf', (nginx) => {
  it('fails no call of clients that call all the time', async () => {
    const ports = [await freePort(), await freePort()];
    await using fleet = await Fleet.start(ports);
    await using proxy = await Nginx.start(nginx, shippedConfig(ports));
    const stop = new AbortController();
    const workers = await Promise.all(
      Array.from({ length: CLIENT_COUNT }, async (_, index) => {
        const client = await connect(new URL(`${proxy.url}/sse`), index);
        return new Worker(client, `client${index}`);
      }),
    );
    const working = Promise.all(workers.map(async (worker) => worker.work(stop.signal)));
    const allGoOn = async (): Promise<void> => {
      const before = workers.map(({ done }) => done.length);
      await eventually(
        () => workers.every(({ done, failures }, i) => done.length > before[i]! + 2 || failures.length > 0),
        Boolean,
        WITHOUT_A_STREAM_MS,
      );
    };
    await allGoOn();
    for (const index of ports.keys()) {
      expect(await fleet.restart(index)).toBe(0);
      await allGoOn();
    }
    stop.abort();
    await working;

    expect(workers.flatMap(({ failures }) => failures)).toEqual([]);
    const done = workers.flatMap((worker) => worker.done);
    await eventually(() => fleet.worked.length >= done.length);
    expect(fleet.worked.toSorted()).toEqual(done.toSorted());
    expect(workers.reduce((sum, { refusals }) => sum + refusals, 0)).toBeGreaterThan(0);
    expect(Math.max(...workers.map(({ longestWaitMs }) => longestWaitMs))).toBeLessThan(WITHOUT_A_STREAM_MS);
  });
});
