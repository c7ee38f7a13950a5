import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { JsonLines } from '../wire/json-lines.js';
import { ROOT } from './server-process.js';

export const MAIN = ['dist/main.js', '--stdio'];
export const BIN = ['dist/cli/rookery.js', '--stdio'];
export const OWN = ['test/support/servers/stdio-server.mjs'];

/** A built server that this process has started, as its client. */
export class StdioProcess extends JsonLines {
  /** The process has ended, and all that it wrote was read. */
  readonly exited: Promise<number | string>;
  /** The process has ended, whatever was read. */
  readonly gone: Promise<number | string>;
  private errors = '';

  private constructor(readonly child: ChildProcess) {
    super(child.stdin!, child.stdout!, () => child.kill('SIGKILL'));
    const ended = ([code, signal]: unknown[]): number | string => (code ?? signal) as number | string;
    this.exited = once(child, 'close').then(ended);
    this.gone = once(child, 'exit').then(ended);
    child.stderr!.on('data', (part: Buffer) => (this.errors += part.toString()));
    child.stdin!.on('error', () => undefined);
  }

  /** @param program its file, and arguments @param flags of Node */
  static start(
    program: readonly string[] = MAIN,
    environment: NodeJS.ProcessEnv = {},
    flags: string[] = [],
  ): StdioProcess {
    const [file, ...args] = program;
    const child = spawn(process.execPath, [...flags, join(ROOT, file!), ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], LOG_FORMAT: 'json', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return new StdioProcess(child);
  }

  /** All that it wrote to its standard error. */
  get stderr(): string {
    return this.errors;
  }

  async waitForError(text: string): Promise<void> {
    await eventually(() => this.errors.includes(text));
  }

  call(name: string, args: object = {}, more: object = {}): ReturnType<JsonLines['ask']> {
    return this.ask('tools/call', { name, arguments: args, ...more });
  }

  /** The client says that it is done. @returns the exit code, or the signal that ended it */
  end(): Promise<number | string> {
    this.child.stdin!.end();
    return this.exited;
  }

  /** The memory that it takes, in MiB. */
  async rssMib(): Promise<number> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
  }

  /** Nobody reads the messages from now on. */
  stall(): void {
    this.child.stdout!.pause();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.close();
    await this.gone;
    for (const pipe of [this.child.stdout!, this.child.stderr!]) pipe.destroy();
  }
}
