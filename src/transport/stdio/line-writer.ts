import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { Logger } from '@nestjs/common';

/** How much may wait for a reader that is slow. */
export interface LineLimits {
  /** Bytes above which notifications have no place any more. */
  readonly maxPendingBytes: number;
  /** Bytes above which the reader is given up. */
  readonly maxBufferedBytes: number;
}

/**
 * Writes messages as lines. While the reader is behind, what tells of a change is kept once, and what tells of a call's
 * way is dropped above a bound; responses are kept, which are as many as there are calls.
 */
export class LineWriter {
  private readonly logger = new Logger('Stdio');
  private readonly changes = new Set<string>();
  private readonly broken: Promise<void>;
  private isBroken = false;
  private breakOff!: () => void;

  constructor(
    private readonly output: Writable,
    private readonly limits: LineLimits,
  ) {
    this.broken = new Promise((resolve) => (this.breakOff = resolve));
    output.on('drain', () => this.writeChanges());
    for (const event of ['error', 'close']) output.on(event, () => this.stop());
  }

  /** Whether the reader keeps up. */
  get hasRoom(): boolean {
    return !this.output.writableNeedDrain;
  }

  /** Resolves when the reader has caught up. */
  async whenRoom(): Promise<void> {
    await once(this.output, 'drain');
  }

  /** Resolves when there is no reader any more, or it was given up. */
  whenBroken(): Promise<void> {
    return this.broken;
  }

  /** Takes a message that nobody can do without. @param onTaken called once the reader has it */
  respond(message: string, onTaken?: () => void): void {
    if (this.isBroken) return;
    // Bytes: of a text nobody knows what it takes.
    this.output.write(Buffer.from(`${message}\n`), (error) => error ?? onTaken?.());
    const { writableLength } = this.output;
    if (writableLength <= this.limits.maxBufferedBytes) return;
    this.logger.warn(`The client is given up: ${writableLength} bytes wait, and it does not read`);
    this.stop();
  }

  /** Takes a message that may be missed. */
  notify(message: string): void {
    if (this.output.writableLength <= this.limits.maxPendingBytes) this.respond(message);
  }

  /** Takes a message that says the same however often it comes. */
  announce(message: string): void {
    if (this.hasRoom) this.respond(message);
    else this.changes.add(message);
  }

  /** Resolves when the reader has taken everything. */
  flush(): Promise<void> {
    return new Promise((resolve) => this.output.write('', () => resolve()));
  }

  private stop(): void {
    this.isBroken = true;
    this.breakOff();
  }

  private writeChanges(): void {
    const changes = [...this.changes];
    this.changes.clear();
    for (const message of changes) this.announce(message);
  }
}
