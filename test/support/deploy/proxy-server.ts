import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { freePort, isListening } from '../free-port.js';
import { ROOT } from '../servers/server-process.js';
import { Nginx, shippedConfig } from './nginx.js';

const NOBODY = 65_534;
const unprivileged = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** A proxy that runs in front of replicas. */
export interface RunningProxy extends AsyncDisposable {
  readonly url: string;
  /** What it has printed so far. */
  readonly errors: readonly string[];
}

/** What the three proxies differ in. `program` is the path of the program. */
export interface ProxyKind {
  readonly name: string;
  /** Of the repository. */
  readonly file: string;
  readonly variable: string;
  /** Its timeout for silent streams, as the file has it, and as one of a second. */
  readonly idle: readonly [shipped: RegExp, short: string];
  start(program: string, config: string): Promise<RunningProxy>;
  /** The shipped file with these replicas. */
  config(replicaPorts: readonly number[]): string;
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Each line that names the replica once for each of them. @throws Error if there is none */
function withReplicas(text: string, ports: readonly number[]): string {
  if (!text.includes('rookery:8000')) throw new Error('The file has no replica');
  return text.replace(/^.*rookery:8000.*\n/gm, (line) =>
    ports
      .map((port, index) =>
        line.replace('replica1', `replica${index + 1}`).replace('rookery:8000', `127.0.0.1:${port}`),
      )
      .join(''),
  );
}

export const PROXIES: readonly ProxyKind[] = [
  {
    name: 'nginx',
    file: 'deploy/nginx.conf',
    variable: 'ROOKERY_TEST_NGINX',
    idle: [/proxy_read_timeout 1h;/g, 'proxy_read_timeout 1s;'],
    start: (program, config) => Nginx.start(program, config),
    config: shippedConfig,
  },
  {
    name: 'haproxy',
    file: 'deploy/haproxy.cfg',
    variable: 'ROOKERY_TEST_HAPROXY',
    idle: [/timeout server 1h/g, 'timeout server 1s'],
    start: (program, config) =>
      ProxyServer.start(
        config,
        'bind :8080',
        (port) => `bind 127.0.0.1:${port}`,
        (path) => [program, '-db', '-f', path],
      ),
    config: (ports) => withReplicas(read('deploy/haproxy.cfg'), ports),
  },
  {
    name: 'Caddy',
    file: 'deploy/Caddyfile',
    variable: 'ROOKERY_TEST_CADDY',
    idle: [/read_timeout 1h/g, 'read_timeout 1s'],
    start: (program, config) =>
      ProxyServer.start(
        config,
        ':8080 {',
        (port) => `http://:${port} {\n\tbind 127.0.0.1`,
        (path) => [program, 'run', '--adapter', 'caddyfile', '--config', path],
      ),
    config: ([port]) => withReplicas(read('deploy/Caddyfile'), [port!]),
  },
];

/** A real proxy on a loopback port, as nobody in particular, with a folder of its own. */
class ProxyServer implements RunningProxy {
  readonly errors: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => this.errors.push(text));
  }

  /**
   * @param listen what of the configuration says where it listens
   * @param listenAt the same for a port of the loopback address
   * @param commandOf the command for a file
   */
  static async start(
    config: string,
    listen: string,
    listenAt: (port: number) => string,
    commandOf: (path: string) => readonly string[],
  ): Promise<ProxyServer> {
    if (!config.includes(listen)) throw new Error(`The file does not say ${listen}`);
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'rookery-proxy-'));
    const path = join(folder, 'config');
    writeFileSync(path, config.replace(listen, listenAt(port)));
    if (unprivileged.uid) chownSync(folder, NOBODY, NOBODY);
    const [program, ...args] = commandOf(path);
    const child = spawn(program!, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
      ...unprivileged,
    });
    const proxy = new ProxyServer(folder, child, port);
    await eventually(() => child.exitCode !== null || isListening(port));
    if (child.exitCode !== null) throw new Error(proxy.errors.join(''));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
