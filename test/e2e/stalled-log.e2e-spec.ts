import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { ROOT } from '../support/servers/server-process.js';
import { readSamples } from '../support/telemetry/metrics.js';
import { callTool, post, send } from '../support/wire/http.js';

/** Batches, each of which makes 100 lines. */
const BATCH = Array.from({ length: 100 }, (_, id) => callTool(id, 'echo', { message: 'x' }));
const HEADERS = { 'mcp-protocol-version': '2025-03-26', 'x-request-id': 'r'.repeat(128) };

/** The service, whose output is a pipe that nobody reads. */
class UnreadServer implements AsyncDisposable {
  readonly ended: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    this.ended = once(child, 'exit').then(([code]) => code as number | null);
  }

  /** @param before a shell command that runs first */
  static async start(environment: NodeJS.ProcessEnv, before = ':'): Promise<UnreadServer> {
    const port = await freePort();
    const child = spawn('sh', ['-c', `${before}; exec "$0" dist/main.js`, process.execPath], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        RATE_LIMIT: 'off',
        NODE_OPTIONS: '--max-old-space-size=256',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new UnreadServer(child, `http://127.0.0.1:${port}`);
  }

  /** Makes lines until some are dropped. */
  async fill(): Promise<void> {
    await eventually(() =>
      send(`${this.url}/health`).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    await eventually(
      async () => {
        for (let count = 0; count < 10; count++) await post(`${this.url}/message`, BATCH, HEADERS);
        const { text } = await send(`${this.url}/metrics`);
        return readSamples(text).get('rookery_log_lines_dropped_total') ?? 0;
      },
      (dropped) => dropped > 0,
      40_000,
    );
  }

  signal(): void {
    this.child.kill('SIGTERM');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

describe('A log that nobody reads', () => {
  it.each(['json', 'pretty'])('does not hold up the end of the process, as %s', async (LOG_FORMAT) => {
    await using server = await UnreadServer.start({ LOG_FORMAT, SHUTDOWN_SECONDS: '5' });
    await server.fill();
    server.signal();
    expect(await server.ended).toBe(0);
  });

  it('does not hold up an end by a second signal', async () => {
    await using server = await UnreadServer.start({
      LOG_FORMAT: 'json',
      SHUTDOWN_SECONDS: '600',
      DRAIN_DELAY_SECONDS: '500',
    });
    await server.fill();
    server.signal();
    await eventually(async () => (await send(`${server.url}/health/ready`)).status === 503);
    server.signal();
    expect(await server.ended).toBe(143);
  });

  it('does not hold up an end by a variable that is wrong', async () => {
    const full = 'head -c 1000000 /dev/zero >&2 &';
    await using server = await UnreadServer.start({ MAX_SESSIONS: 'many' }, `${full} sleep 0`);
    expect(await server.ended).toBe(1);
  });
});
