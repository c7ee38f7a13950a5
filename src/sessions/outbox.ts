/** One message to the peer. Its number grows by one with each message of the session. */
export interface OutgoingEvent {
  readonly number: number;
  readonly message: string;
}

export interface OutboxLimits {
  readonly replayEvents: number;
  readonly replayBytes: number;
}

/** The last events of a resumable session: what a client that comes back may have missed. */
export class Outbox {
  private events: OutgoingEvent[] = [];
  private flushedNumber = 0;
  private keptBytes = 0;

  constructor(private readonly limits: OutboxLimits) {}

  get bytes(): number {
    return this.keptBytes;
  }

  /** The last event whose bytes the operating system took. */
  get flushed(): number {
    return this.flushedNumber;
  }

  add(event: OutgoingEvent): void {
    this.events.push(event);
    this.keptBytes += sizeOf(event);
    const { replayEvents, replayBytes } = this.limits;
    while (this.events.length > 1 && (this.events.length > replayEvents || this.keptBytes > replayBytes))
      this.dropOldest();
  }

  markFlushed(number: number): void {
    if (number > this.flushedNumber) this.flushedNumber = number;
  }

  /** @returns the events after `number`, or `undefined` when some of them are no longer kept */
  after(number: number, last: number): OutgoingEvent[] | undefined {
    if (number > last) return undefined;
    const missed = this.events.filter((event) => event.number > number);
    return missed.length === last - number ? missed : undefined;
  }

  /** Makes room for others: all but the newest event go. @returns the bytes that were freed */
  shrink(): number {
    const before = this.keptBytes;
    while (this.events.length > 1) this.dropOldest();
    return before - this.keptBytes;
  }

  private dropOldest(): void {
    const oldest = this.events.shift();
    if (oldest) this.keptBytes -= sizeOf(oldest);
  }
}

function sizeOf({ message }: OutgoingEvent): number {
  return Buffer.byteLength(message);
}
