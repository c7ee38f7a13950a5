/** One message to the peer. Its number grows by one with each message of the stream. */
export interface OutgoingEvent {
  readonly number: number;
  readonly message: string;
}

export interface OutboxLimits {
  readonly replayEvents: number;
  readonly replayBytes: number;
}

/** What an event takes besides its text: two objects and a place in a list. */
const EVENT_OVERHEAD_BYTES = 120;

/** The last events of a resumable stream: what a client that comes back may have missed. */
export class Outbox {
  private events: KeptEvent[] = [];
  /** Where the oldest event is; what stands before it has been dropped. */
  private oldest = 0;
  private flushedNumber = 0;
  private keptBytes = 0;

  constructor(private readonly limits: OutboxLimits) {}

  /** The size of the messages that are kept. */
  get bytes(): number {
    return this.keptBytes;
  }

  /** The memory that it takes. */
  get heldBytes(): number {
    return this.keptBytes + this.count * EVENT_OVERHEAD_BYTES;
  }

  /** The last event whose bytes the operating system took. */
  get flushed(): number {
    return this.flushedNumber;
  }

  add(event: OutgoingEvent): void {
    const bytes = sizeOf(event.message);
    this.events.push({ event, bytes });
    this.keptBytes += bytes;
    const { replayEvents, replayBytes } = this.limits;
    while (this.count > 1 && (this.count > replayEvents || this.keptBytes > replayBytes)) this.dropOldest();
  }

  markFlushed(number: number): void {
    if (number > this.flushedNumber) this.flushedNumber = number;
  }

  /** @returns the events after `number`, or `undefined` when some of them are no longer kept */
  after(number: number, last: number): OutgoingEvent[] | undefined {
    if (number > last) return undefined;
    const missed = this.keptAfter(number);
    return missed.length === last - number ? missed : undefined;
  }

  /** @returns those of the events after `number` that are kept */
  keptAfter(number: number): OutgoingEvent[] {
    const kept = this.events.slice(this.oldest).map(({ event }) => event);
    return kept.filter((event) => event.number > number);
  }

  /** Makes room for others. */
  empty(): void {
    this.events = [];
    this.oldest = 0;
    this.keptBytes = 0;
  }

  private get count(): number {
    return this.events.length - this.oldest;
  }

  /** The list is cut once half of it is dropped: `shift` would move all the others of a long one, at each message. */
  private dropOldest(): void {
    this.keptBytes -= this.events[this.oldest]!.bytes;
    this.events[this.oldest++] = DROPPED;
    if (2 * this.oldest <= this.events.length) return;
    this.events = this.events.slice(this.oldest);
    this.oldest = 0;
  }
}

interface KeptEvent {
  readonly event: OutgoingEvent;
  readonly bytes: number;
}

const DROPPED: KeptEvent = { event: { number: 0, message: '' }, bytes: 0 };

/** The memory of a text: a byte a character while all are ASCII, else up to two. */
function sizeOf(message: string): number {
  return Buffer.byteLength(message) === message.length ? message.length : 2 * message.length;
}
