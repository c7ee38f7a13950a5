import { Injectable, Logger, Optional } from '@nestjs/common';
import { EventStreamOptions } from './event-stream.options.js';

/** What the budget must know of a stream. */
export interface BudgetedStream {
  /** Bytes queued behind the message being written. */
  readonly pendingBytes: number;
  destroy(): void;
}

/** Closes streams whose clients do not read: each at its own bound, and the worst one when all together hold too much. */
@Injectable()
export class PendingBytesBudget {
  private readonly logger = new Logger('EventStream');
  /** Streams that had no room at their last write, and what they held then. */
  private readonly congested = new Map<BudgetedStream, number>();
  private total = 0;
  private overflows = 0;

  constructor(@Optional() private readonly options: EventStreamOptions = new EventStreamOptions()) {}

  /** What streams without room held at their last write. */
  get totalBytes(): number {
    return this.total;
  }

  /** How many streams were closed because their clients did not read. */
  get overflowCount(): number {
    return this.overflows;
  }

  /** A stream was written to and has no room left. */
  check(stream: BudgetedStream): void {
    const bytes = stream.pendingBytes;
    this.forget(stream);
    this.congested.set(stream, bytes);
    this.total += bytes;
    if (bytes > this.options.maxPendingBytes) this.cut(stream);
    else if (this.total > this.options.maxBufferedBytes) this.cutWorst();
  }

  forget(stream: BudgetedStream): void {
    this.total -= this.congested.get(stream) ?? 0;
    this.congested.delete(stream);
  }

  /** What streams held at their last write may have drained since: only what they hold now counts. */
  private cutWorst(): void {
    const streams = [...this.congested.keys()].toSorted((a, b) => b.pendingBytes - a.pendingBytes);
    this.congested.clear();
    this.total = 0;
    for (const stream of streams) {
      this.congested.set(stream, stream.pendingBytes);
      this.total += stream.pendingBytes;
    }
    const [worst] = streams;
    if (worst && this.total > this.options.maxBufferedBytes) this.cut(worst);
  }

  private cut(stream: BudgetedStream): void {
    this.overflows++;
    this.logger.warn(
      `A stream was closed: ${stream.pendingBytes} bytes wait for a client that does not read`,
    );
    this.forget(stream);
    stream.destroy();
  }
}
