import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { freePort, isListening } from '../free-port.js';
import { ROOT } from '../servers/server-process.js';

/** Who nginx runs as where the tests run as root. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const unprivileged = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** The parts of `deploy/nginx.conf` that differ from place to place. */
export function shippedConfig(replicaPorts: readonly number[]): string {
  const config = readFileSync(join(ROOT, 'deploy/nginx.conf'), 'utf8');
  const [line, ...others] = config.match(/^ *server rookery:8000 .*\n/gm) ?? [];
  if (line === undefined || others.length > 0) throw new Error('deploy/nginx.conf has one replica');
  return config.replace(
    line,
    replicaPorts.map((port) => line.replace('rookery:8000', `127.0.0.1:${port}`)).join(''),
  );
}

/** What a `server` block needs around it. */
export function around(serverBlock: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const paths = temporary.map((name) => `${name}_temp_path /tmp/nginx-${name};`);
  return `pid /tmp/nginx.pid;\nevents {}\nhttp {\naccess_log off;\n${paths.join('\n')}\n${serverBlock}\n}\n`;
}

/** A real nginx on a loopback port, as nobody in particular, with a folder of its own. */
export class Nginx implements AsyncDisposable {
  readonly errors: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => this.errors.push(text));
  }

  /** @param config it listens on `port` where that says `listen 8080` or `listen 80` */
  static async start(program: string, config: string): Promise<Nginx> {
    const port = await freePort();
    const folder = prepare(config, port);
    const child = spawn(program, [...optionsFor(folder), '-g', 'daemon off;'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...unprivileged,
    });
    const nginx = new Nginx(folder, child, port);
    await eventually(() => child.exitCode !== null || isListening(port));
    if (child.exitCode !== null) throw new Error(nginx.errors.join(''));
    return nginx;
  }

  /** `nginx -t`. @returns what it says */
  static async test(program: string, config: string): Promise<string> {
    const folder = prepare(config, 8080);
    try {
      return await new Promise((resolve) => {
        execFile(program, [...optionsFor(folder), '-t'], unprivileged, (_error, _stdout, stderr) =>
          resolve(stderr),
        );
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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

function optionsFor(folder: string): string[] {
  return ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'];
}

function prepare(config: string, port: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-nginx-'));
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const moved = config
    .replaceAll('/tmp/nginx', join(folder, 'nginx'))
    .replace(/listen 80(?:80)?;/, `listen 127.0.0.1:${port};`);
  writeFileSync(join(folder, 'nginx.conf'), moved);
  return folder;
}
