import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/**
 * A file that is looked at again and again. A change counts once it was seen twice in a row, so that a file which is
 * being written is not read in half. Links are followed each time: Kubernetes swaps one to change a secret.
 */
export class TokenFile {
  private readonly timer: NodeJS.Timeout;
  private known: string | undefined;
  private seen: string | undefined;
  private isLooking = false;

  constructor(
    private readonly path: string,
    intervalMs: number,
    private readonly onChange: (text: string) => void,
    private readonly onError: (error: unknown) => void,
  ) {
    this.timer = setInterval(() => void this.look(), intervalMs);
    this.timer.unref();
  }

  /** @throws Error as `fs` does */
  static read(path: string): string {
    return readFileSync(path, 'utf8');
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    const state = await this.state();
    const isSettled = state === this.seen;
    this.seen = state;
    if (isSettled && state !== this.known) {
      this.known = state;
      await readFile(this.path, 'utf8').then(this.onChange).catch(this.onError);
    }
    this.isLooking = false;
  }

  /** What is different as soon as the file is another one, or has another content. */
  private async state(): Promise<string> {
    return stat(this.path, { bigint: true }).then(
      ({ dev, ino, size, mtimeNs, ctimeNs }) => [dev, ino, size, mtimeNs, ctimeNs].join(),
      (error: NodeJS.ErrnoException) => error.code ?? 'unreadable',
    );
  }
}
