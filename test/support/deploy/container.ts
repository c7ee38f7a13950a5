import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { ROOT } from '../servers/server-process.js';
import type { BuiltImage } from './built-image.js';

const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child'];
const CONTAIN = join(ROOT, 'test/support/deploy/contain.sh');

/** Whether this machine lets the tests make a container of Linux namespaces: they run as root, and may mount. */
function canContain(node: string): boolean {
  const probe = ['sh', CONTAIN, node, '/var', '1', '1', '/app', 'node', '--version'];
  const { status } = spawnSync('unshare', [...NAMESPACES, ...probe]);
  return status === 0;
}

/** An image that runs: in namespaces of its own where the machine allows it, else as a plain process. */
export class Container implements AsyncDisposable {
  private readonly written: string[] = [];
  readonly exited: Promise<number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly isContained: boolean,
  ) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => this.written.push(text));
    this.exited = once(child, 'close').then(([code]) => code as number | null);
  }

  static async start(
    image: BuiltImage,
    node: string,
    environment: Record<string, string>,
  ): Promise<Container> {
    const isContained = canContain(node);
    const [program, ...args] = [...image.entrypoint, ...image.command];
    const [user, group] = image.user.split(':');
    const contained = ['sh', CONTAIN, node, image.folder, user!, group!, image.workdir, program!, ...args];
    const child = spawn(isContained ? 'unshare' : node, isContained ? [...NAMESPACES, ...contained] : args, {
      cwd: image.folder,
      env: { PATH: process.env['PATH'], ...image.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const container = new Container(child, isContained);
    await eventually(() => container.output.includes('Listening on') || child.exitCode !== null);
    return container;
  }

  get output(): string {
    return this.written.join('');
  }

  /** As this machine numbers it. */
  get pid(): number {
    const pid = this.child.pid!;
    if (!this.isContained) return pid;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
  }

  /** A file of /proc that is about the program. */
  proc(name: string): string {
    return readFileSync(`/proc/${this.pid}/${name}`, 'utf8');
  }

  /** As `docker stop` does it. @returns the exit code */
  async stop(): Promise<number | null> {
    process.kill(this.pid, 'SIGTERM');
    return this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    // Changing the user takes back what --kill-child asked for.
    process.kill(this.pid, 'SIGKILL');
    await this.exited;
  }
}
