import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path, { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { DIRECT_ROUTES } from './direct-routes.js';

export const ROOT = join(__dirname, '..', '..', '..');

/** The built service; `main.js` itself knows no service without direct routes. */
const SERVICE = DIRECT_ROUTES ? 'dist/main.js' : 'test/support/servers/service.mjs';

/** A machine that runs many tests at once is late at times, which sheds no load of theirs. */
export const UNHURRIED = { MAX_EVENT_LOOP_DELAY_MS: '60000' };

/** A JSON log line of the service. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface Measurement {
  readonly heapUsed: number;
  readonly rss: number;
  /** Bytes of buffers, which the heap does not hold. */
  readonly external: number;
  /** How many handles and requests of each kind the process has. */
  readonly resources: Readonly<Record<string, number>>;
  readonly openStreams: number;
}

/** The built service in a process of its own, on a free loopback port. */
export class ServerProcess {
  readonly log: LogLine[] = [];
  readonly errors: string[] = [];
  private readonly watchers = new Set<() => void>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly reader: Interface,
    readonly exited: Promise<number | null>,
  ) {}

  /** @param descriptors how many files the process may open; by default as many as this one */
  static start(
    environment: NodeJS.ProcessEnv = {},
    script = SERVICE,
    descriptors: number | string = '$(ulimit -n)',
  ): ServerProcess {
    const program = [process.execPath, '--enable-source-maps', '--expose-gc', path.resolve(ROOT, script)];
    const child = spawn('sh', ['-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, ...program], {
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        LOG_FORMAT: 'json',
        ...UNHURRIED,
        ...(!DIRECT_ROUTES && { ROOKERY_TEST_DIRECT_ROUTES: 'off' }),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const exit = once(child, 'close').then(([code]) => code as number | null);
    const reader = createInterface({ input: child.stdout! });
    const server = new ServerProcess(child, reader, exit);
    reader.on('line', (line) => server.receive(line));
    createInterface({ input: child.stderr! }).on('line', (line) => server.errors.push(line));
    return server;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** The URL it listens on, once it does. */
  async url(): Promise<string> {
    const line = await this.waitForLog(({ msg }) => String(msg).startsWith('Listening on '));
    return /^Listening on (\S+?),/.exec(String(line['msg']))![1]!;
  }

  /** The URL of its management port. */
  async managementUrl(): Promise<string> {
    const line = await this.waitForLog(({ msg }) => String(msg).startsWith('Probes and metrics on '));
    return String(line['msg']).slice('Probes and metrics on '.length);
  }

  async waitForLog(matches: (line: LogLine) => boolean): Promise<LogLine> {
    for (;;) {
      const found = this.log.find(matches);
      if (found) return found;
      await Promise.race([
        new Promise<void>((resolve) => this.watchers.add(resolve)),
        this.exited.then((code) => {
          throw new Error(`The server ended with ${code}: ${this.errors.join('\n')}`);
        }),
      ]);
    }
  }

  /** What a server that `measured-server.mjs` started holds, after a garbage collection. */
  async measure(): Promise<Measurement> {
    return (await this.ask('measure')) as Measurement;
  }

  /** What the script answers to a word. */
  async ask(question: string): Promise<unknown> {
    this.child.send(question);
    const [answer] = (await once(this.child, 'message')) as [unknown];
    return answer;
  }

  /** Nobody reads its log from now on. */
  stallLog(): void {
    this.reader.pause();
  }

  /** Its log is read again. */
  readLog(): void {
    this.reader.resume();
  }

  /** Lets the waiting tools of `slow-server.mjs` go on. */
  release(): void {
    this.child.send('release');
  }

  /** Has `blocking-server.mjs` close its app. */
  close(): void {
    this.child.send('close');
  }

  /** @returns the exit code */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop('SIGKILL');
  }

  private receive(text: string): void {
    this.log.push(JSON.parse(text) as LogLine);
    for (const wake of this.watchers) wake();
    this.watchers.clear();
  }
}
