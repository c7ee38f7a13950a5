import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** After this time the file is read though it looks the same: some file systems tell times in seconds, or from a cache. */
const REREAD_MS = 30_000;

const WRITABLE_BY_ALL = 0o002;

/** What is told of a file. */
export interface TokenFileListener {
  /** The text, at each change and now and then without one. */
  onText(text: string): void;

  /** It cannot be read: at each look, until it can be. */
  onError(error: unknown): void;

  /** It was read, or looks as it did when it was read. */
  onGood(): void;
}

/**
 * A file that is looked at again and again. A change counts once it was seen twice in a row, so that a file which is
 * being written is not read in half. A read that fails is tried again at the next look. Links are followed each time:
 * Kubernetes swaps one to change a secret.
 */
export class TokenFile {
  private readonly timer: NodeJS.Timeout;
  /** The state of the file whose text was given on. */
  private known: string | undefined;
  private seen: string | undefined;
  private readAtMs = Date.now();
  private isLooking = false;

  constructor(
    private readonly path: string,
    intervalMs: number,
    private readonly listener: TokenFileListener,
  ) {
    this.timer = setInterval(() => void this.look(), intervalMs);
    this.timer.unref();
  }

  /** @throws Error as `fs` does */
  static read(path: string): string {
    return readFileSync(path, 'utf8');
  }

  /** Whether every user of the machine can let itself in. Windows has no such modes. @throws Error as `fs` does */
  static isWritableByAll(path: string): boolean {
    return process.platform !== 'win32' && (statSync(path).mode & WRITABLE_BY_ALL) !== 0;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      await this.readIfDue();
    } catch (error) {
      this.listener.onError(error);
    } finally {
      this.isLooking = false;
    }
  }

  /** @throws Error as `fs` does */
  private async readIfDue(): Promise<void> {
    const state = await this.state();
    const isSettled = state === this.seen;
    this.seen = state;
    const isOverdue = Date.now() - this.readAtMs > REREAD_MS;
    if (!isSettled && !isOverdue) return;
    if (state !== this.known || isOverdue) {
      const text = await readFile(this.path, 'utf8');
      // A file that is touched again and again never looks settled: its text has to be.
      if (!isSettled && text !== (await readFile(this.path, 'utf8'))) throw new Error('it keeps changing');
      this.listener.onText(text);
      this.known = state;
      this.readAtMs = Date.now();
    }
    this.listener.onGood();
  }

  /** What is different as soon as the file is another one, or has another content. @throws Error as `fs` does */
  private async state(): Promise<string> {
    const stats = await stat(this.path, { bigint: true });
    // To read a pipe, or a device, may never end.
    if (!stats.isFile() && !stats.isDirectory()) throw new Error('it is not a regular file');
    const { dev, ino, size, mtimeNs, ctimeNs } = stats;
    return [dev, ino, size, mtimeNs, ctimeNs].join();
  }
}
