import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describeWith } from '../../support/available.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { ROOT, ServerProcess } from '../../support/servers/server-process.js';
import { send } from '../../support/wire/http.js';

const IDENTITY = { name: 'test', version: '1' };
/** How a client comes back to its listening stream, until a server is there again. */
const reconnecting = (maxRetries: number): object => ({
  reconnectionOptions: {
    initialReconnectionDelay: 50,
    maxReconnectionDelay: 200,
    reconnectionDelayGrowFactor: 1,
    maxRetries,
  },
});
const FIVE = { content: [{ type: 'text', text: '5' }] };

const ENDS = ['SIGTERM', 'SIGKILL'] as const;

/** A server that starts again where it was. */
async function prepare(keys?: string): Promise<{ url: string; start: () => Promise<ServerProcess> }> {
  const port = await freePort();
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    start: async () => {
      const server = ServerProcess.start({ PORT: String(port), SESSION_KEYS: keys, SHUTDOWN_SECONDS: '5' });
      await server.url();
      return server;
    },
  };
}

const newKey = (): string => randomBytes(32).toString('base64url');

/** What a client called, once the last of it is in the log. */
async function methodsUntil(server: ServerProcess, last: string): Promise<unknown[]> {
  await server.waitForLog(({ method }) => method === last);
  return server.log.flatMap(({ method }) => (method ? [method] : []));
}

async function openStreams(url: string): Promise<number> {
  const { json } = await send(new URL('/health', url).href);
  return (json as { activeConnections: number }).activeConnections;
}

/** The Python client, which calls when it is told. */
class CalledClient implements AsyncDisposable {
  private readonly outcomes: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, null>) {
    this.outcomes = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  static start(python: string, url: string): CalledClient {
    const program = join(ROOT, 'test/clients/python/restarted.py');
    return new CalledClient(spawn(python, [program, url], { stdio: ['pipe', 'pipe', 'inherit'] }));
  }

  async call(): Promise<unknown> {
    this.child.stdin.write('\n');
    const { value } = (await this.outcomes.next()) as IteratorYieldResult<string>;
    return JSON.parse(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await ended;
  }
}

describe('A restart', () => {
  describe.each([
    [
      '@modelcontextprotocol/sdk',
      async (url: string, maxRetries: number) => {
        const client = new ClientV1(IDENTITY);
        await client.connect(new TransportV1(new URL(url), reconnecting(maxRetries)));
        return client;
      },
    ],
    [
      '@modelcontextprotocol/client',
      async (url: string, maxRetries: number) => {
        const client = new ClientV2(IDENTITY);
        await client.connect(new TransportV2(new URL(url), reconnecting(maxRetries)));
        return client;
      },
    ],
  ])('needs nothing of the client of %s', (_name, connect) => {
    const add = { name: 'add', arguments: { a: 2, b: 3 } };

    it.each(ENDS)('after %s', async (signal) => {
      const { url, start } = await prepare(newKey());
      await using before = await start();
      const client = await connect(url, 1000);
      expect(await client.callTool(add)).toMatchObject(FIVE);
      await eventually(
        () => openStreams(url),
        (count) => count === 1,
      );
      await before.stop(signal);
      await using after = await start();
      expect(await client.callTool(add)).toMatchObject(FIVE);
      await eventually(
        () => openStreams(url),
        (count) => count === 1,
      );
      expect((await client.listTools()).tools).toHaveLength(2);
      expect(await methodsUntil(after, 'tools/list')).toEqual(['tools/call', 'tools/list']);
      await client.close();
    });

    it('but without keys it does', async () => {
      const { url, start } = await prepare();
      await using before = await start();
      const client = await connect(url, 0);
      await before.stop();
      await using after = await start();
      await expect(client.callTool(add)).rejects.toThrow(/Session not found|404/);
      expect(after.log.filter(({ method }) => method)).toEqual([]);
      await client.close();
    });
  });

  describeWith('ROOKERY_TEST_PYTHON', 'needs nothing of the Python client', (python) => {
    it.each(ENDS)('after %s', async (signal) => {
      const { url, start } = await prepare(newKey());
      await using before = await start();
      await using client = CalledClient.start(python, url);
      expect(await client.call()).toBe('5');
      await before.stop(signal);
      await using after = await start();
      expect(await client.call()).toBe('5');
      expect(await methodsUntil(after, 'tools/call')).toEqual(['tools/call']);
    });
  });
});
