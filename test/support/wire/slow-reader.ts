import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { join } from 'node:path';
import { ROOT } from '../servers/server-process.js';

const SCRIPT = join(ROOT, 'test/support/wire/slow_reader.py');

/** A client behind a thin line, in a process of its own: Node cannot make the window of a socket small. */
export class SlowReader implements AsyncDisposable {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;

  constructor(
    python: string,
    private readonly url: string,
    bytesPerSecond: number,
    wantedBytes: number,
  ) {
    this.child = spawn(python, [SCRIPT, url, String(bytesPerSecond), String(wantedBytes)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.reader = createInterface({ input: this.child.stdout! });
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** The URL that the endpoint event names. From now on it reads slowly, or not at all. */
  async endpoint(): Promise<string> {
    const path = await this.line();
    this.child.stdin!.write('go\n');
    return new URL(path, this.url).href;
  }

  /** How many bytes came, once they are as many as wanted, or no more will. */
  async receivedBytes(): Promise<number> {
    return Number(await this.line());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    this.reader.close();
  }

  private async line(): Promise<string> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('The slow reader ended');
    return value;
  }
}
