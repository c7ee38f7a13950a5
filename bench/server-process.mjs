import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { atExit } from './clean-up.mjs';

const HOST = '127.0.0.1';
const PROBE = new URL('./probe.mjs', import.meta.url).href;
const START_LIMIT_MS = 30_000;
/** The longest that one measurement of one server may take. */
const USE_LIMIT_MS = 300_000;

/** A contestant in a process of its own. */
export class ServerProcess {
  /**
   * @param {import('./contestants.mjs').Contestant} contestant
   * @param {number} port
   * @param {import('./pinning.mjs').Pinning | undefined} pinning
   */
  constructor(contestant, port, pinning) {
    this.target = { host: HOST, port, wire: contestant.wire, headers: contestant.headers };
    this.errors = '';
    this.lastProbe = 0;
    /** @type {Map<number, (value: never) => void>} */
    this.probes = new Map();
    const node = [process.execPath, '--expose-gc', '--import', PROBE, ...contestant.args];
    const [command, ...args] = pinning ? ['taskset', '-c', String(pinning.server), ...node] : node;
    this.startedAt = performance.now();
    this.child = spawn(command, args, {
      env: {
        ...inheritedEnvironment(),
        ...contestant.environment,
        NODE_ENV: 'production',
        PORT: String(port),
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.cancelExit = atExit(() => this.child.kill('SIGKILL'));
    this.child.on('message', ({ probe, value }) => this.settleProbe(probe, value));
    this.child.stderr.on('data', (text) => (this.errors = (this.errors + text).slice(-4000)));
    this.ended = new Promise((_, reject) => {
      this.child.on('error', reject);
      this.child.on('exit', (code, signal) => reject(new Error(`The server ended (${signal ?? code})`)));
    });
    this.ended.catch(() => undefined);
  }

  /**
   * Starts a server for as long as `use` takes.
   * @template Result
   * @param {import('./contestants.mjs').Contestant} contestant
   * @param {import('./pinning.mjs').Pinning | undefined} pinning
   * @param {(server: ServerProcess) => Promise<Result>} use
   * @returns {Promise<Result>}
   */
  static async run(contestant, pinning, use) {
    const server = new ServerProcess(contestant, await freePort(), pinning);
    const limit = new AbortController();
    try {
      return await Promise.race([
        server.waitUntilReachable().then(() => use(server)),
        server.ended,
        timeLimit(limit.signal),
      ]);
    } catch (error) {
      throw new Error(`${contestant.name}: ${error.message}\n${server.errors}`.trim(), { cause: error });
    } finally {
      limit.abort();
      await server.stop();
    }
  }

  /** µs of processor time that the process has used. */
  cpuUs() {
    return this.ask('cpuUs');
  }

  /** @returns {Promise<{ rss: number, heapUsed: number }>} bytes after garbage collections */
  memory() {
    return this.ask('memory');
  }

  /** @returns {Promise<number>} bytes as they stand */
  rss() {
    return this.ask('rss');
  }

  /** Waits until the server has noticed that connections are closed. */
  async waitForConnections(most) {
    const deadline = performance.now() + START_LIMIT_MS;
    while ((await this.ask('connections')) > most) {
      if (performance.now() > deadline) throw new Error('Closed connections stay open in the server');
      await delay(20);
    }
  }

  connections() {
    return this.ask('connections');
  }

  ask(reading) {
    const probe = ++this.lastProbe;
    this.child.send({ probe, reading });
    return new Promise((resolve) => this.probes.set(probe, resolve));
  }

  settleProbe(probe, value) {
    this.probes.get(probe)?.(value);
    this.probes.delete(probe);
  }

  async waitUntilReachable() {
    while (!(await accepts(this.target.port))) {
      if (performance.now() > this.startedAt + START_LIMIT_MS) throw new Error('The server does not listen');
      await delay(2);
    }
  }

  async stop() {
    const { child } = this;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      // A polite signal would make some of them wait for their open streams.
      child.kill('SIGKILL');
      await exit;
    }
    this.cancelExit();
  }
}

function inheritedEnvironment() {
  const { PATH, SYSTEMROOT } = process.env;
  return { PATH, ...(SYSTEMROOT && { SYSTEMROOT }) };
}

async function freePort() {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

async function timeLimit(signal) {
  await delay(USE_LIMIT_MS, undefined, { signal, ref: false }).catch(() => new Promise(() => undefined));
  throw new Error(`This took longer than ${USE_LIMIT_MS / 1000} s`);
}
