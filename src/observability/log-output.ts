import { destination } from 'pino';

/** Lines are written together, as soon as one of these bounds is reached. An exit flushes them. */
const BATCH_BYTES = 4096;
const FLUSH_MS = 100;

/** What waits for a reader that has stalled; further lines are dropped. About 20,000 lines. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** How long an exit waits for the reader, and for how long even where no time of the shutdown is left. */
const MAX_EXIT_FLUSH_MS = 1_000;
const MIN_EXIT_FLUSH_MS = 100;

/**
 * The standard output, or standard error, as a log. A reader that stalls costs it lines, but the server neither memory, nor time, nor its end:
 * lines beyond a bound are dropped and counted, and an exit waits for a second at most.
 */
export class LogOutput {
  private readonly output: ReturnType<typeof destination>;
  private endAtMs = Infinity;
  private giveUpAtMs = Infinity;
  private dropped = 0;
  private untold = 0;

  /** @param tell writes the one line that says how many were dropped, once the reader reads again */
  constructor(stream: 'stdout' | 'stderr', tell: (droppedLines: number) => void) {
    this.output = destination({
      // Looking at it makes Node open it: a pipe does not block from then on, so no write waits for its reader.
      fd: process[stream].fd,
      minLength: BATCH_BYTES,
      periodicFlush: FLUSH_MS,
      maxLength: MAX_WAITING_BYTES,
      retryEAGAIN: () => performance.now() < this.giveUpAtMs,
    });
    this.output.on('drop', () => {
      this.dropped++;
      this.untold++;
    });
    this.output.on('drain', () => {
      const { untold } = this;
      this.untold = 0;
      if (untold > 0) tell(untold);
    });
    this.endRetries(process[stream].fd);
    const flushSync = this.output.flushSync.bind(this.output);
    this.output.flushSync = () => this.flushWithin(flushSync);
  }

  /** Lines that nobody read in time, since the start. */
  get droppedLines(): number {
    return this.dropped;
  }

  write(line: string): void {
    this.output.write(line);
  }

  /** The process ends within this time: the last lines do not delay it beyond. */
  endWithin(ms: number): void {
    this.endAtMs = performance.now() + ms;
  }

  /** Where there is no reader any more, a flush would try for ever: it asks only what is busy whether to try again. */
  private endRetries(fd: number): void {
    const get = (): number => {
      if (performance.now() < this.giveUpAtMs) return fd;
      throw Object.assign(new Error('Nobody reads the log'), { code: 'EAGAIN' });
    };
    Object.defineProperty(this.output, 'fd', { get });
  }

  /** Pino calls it at an exit, where nothing may be thrown. */
  private flushWithin(flushSync: () => void): void {
    const nowMs = performance.now();
    this.giveUpAtMs = Math.max(nowMs + MIN_EXIT_FLUSH_MS, Math.min(nowMs + MAX_EXIT_FLUSH_MS, this.endAtMs));
    try {
      flushSync();
    } catch {
      // Nobody reads, or there is no reader any more.
    }
  }
}
