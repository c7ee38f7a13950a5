import { join } from 'node:path';
import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { describeWith } from '../../support/available.js';
import { type Ended, run } from '../../support/clients/clients.js';
import { eventually } from '../../support/eventually.js';
import { TRANSPORTS_V1, TRANSPORTS_V2 } from '../../support/clients/typescript-transports.js';
import { type RunningRookery, startRookery } from '../../support/servers/rookery.js';
import { ROOT } from '../../support/servers/server-process.js';
import { heldCall, HoldModule } from '../../support/tools/held-calls.js';

const PYTHON_CALL = join(ROOT, 'test/clients/python/long_call.py');
const IDENTITY = { name: 'rookery-test', version: '1.0.0' };
/** The client's own limit. The server says something far more often, on a busy machine too. */
const TIMEOUT_MS = 3_000;

interface LongCallOptions {
  readonly timeout: number;
  readonly onprogress: () => void;
  readonly resetTimeoutOnProgress?: boolean;
}

interface LongCaller {
  call(name: string, options: LongCallOptions): Promise<unknown>;
  close(): Promise<void>;
}

type Wire = 'HTTP+SSE' | 'Streamable HTTP';

const CLIENTS: readonly [string, (wire: Wire, url: string) => Promise<LongCaller>][] = [
  [
    '@modelcontextprotocol/sdk 1.32',
    async (wire, url) => {
      const client = new ClientV1(IDENTITY);
      await client.connect(TRANSPORTS_V1[wire](url));
      return {
        call: (name, options) => client.callTool({ name: 'hold', arguments: { name } }, undefined, options),
        close: () => client.close(),
      };
    },
  ],
  [
    '@modelcontextprotocol/client 2.4',
    async (wire, url) => {
      const client = new ClientV2(IDENTITY);
      await client.connect(TRANSPORTS_V2[wire](url));
      return {
        call: (name, options) => client.callTool({ name: 'hold', arguments: { name } }, options),
        close: () => client.close(),
      };
    },
  ],
];

describe('A call that takes longer than its client waits for a word', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ AUTO_PROGRESS_SECONDS: '0.2' }, HoldModule);
  });
  afterAll(() => server.rookery.close());

  /** Lets a tool that says nothing of its own work for longer than the client's limit. */
  async function finishLate(name: string): Promise<void> {
    const { finish } = await heldCall(name);
    const startedAtMs = performance.now();
    await eventually(() => performance.now() - startedAtMs > TIMEOUT_MS + 500);
    finish('done');
  }

  const targetOf = (wire: Wire): string => `${server.url}${wire === 'HTTP+SSE' ? '/sse' : '/mcp'}`;

  describe.each(CLIENTS)('%s', (client, connect) => {
    it.each<Wire>(['HTTP+SSE', 'Streamable HTTP'])(
      'waits over %s where progress begins its time anew',
      async (wire) => {
        const caller = await connect(wire, targetOf(wire));
        const name = `${client} ${wire}`;
        const onprogress = jest.fn();
        const result = caller.call(name, { timeout: TIMEOUT_MS, onprogress, resetTimeoutOnProgress: true });
        await Promise.all([
          finishLate(name),
          expect(result).resolves.toMatchObject({ content: [{ text: 'done' }] }),
        ]);
        expect(onprogress).toHaveBeenCalled();
        await caller.close();
      },
    );

    it('gives up where it only listens to progress', async () => {
      const caller = await connect('Streamable HTTP', targetOf('Streamable HTTP'));
      const result = caller.call(`${client} gives up`, { timeout: TIMEOUT_MS, onprogress: jest.fn() });
      await expect(result).rejects.toThrow(/timed out/i);
      const { context } = await heldCall(`${client} gives up`);
      await eventually(() => context.signal.aborted);
      await caller.close();
    });
  });

  describeWith('ROOKERY_TEST_PYTHON', 'The Python client', (python) => {
    describeProgram('Python', (...args) => run(python, [PYTHON_CALL, ...args]));
  });

  describeWith('ROOKERY_TEST_GO_CLIENT', 'The Go client', (go) => {
    describeProgram('Go', (...args) => run(go, ['long', ...args]));
  });

  /** A client whose limit is of the whole call. @param start with its URL, the name of the call, and its limit in seconds */
  function describeProgram(client: string, start: (...args: string[]) => Promise<Ended>): void {
    it('waits as long as it takes, without a limit of its own', async () => {
      const name = `${client} unlimited`;
      const [{ stdout }] = await Promise.all([
        start(targetOf('Streamable HTTP'), name, '0'),
        finishLate(name),
      ]);
      const { text, progress } = JSON.parse(stdout) as { text: string; progress: number };
      expect(text).toBe('done');
      expect(progress).toBeGreaterThan(1);
    });

    it('gives up at its limit, whatever progress it gets', async () => {
      const name = `${client} limited`;
      const { stdout } = await start(targetOf('Streamable HTTP'), name, '3');
      const { text, progress } = JSON.parse(stdout) as { text: string | null; progress: number };
      expect(text).toBeNull();
      expect(progress).toBeGreaterThan(1);
      const { context } = await heldCall(name);
      await eventually(() => context.signal.aborted);
    });
  }
});
