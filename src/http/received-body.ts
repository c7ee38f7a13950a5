import { BodyEnds, endsOf } from '../json-rpc/index.js';
import { GrowingBuffer } from './growing-buffer.js';

/** A body that comes in parts: all of it up to a limit, its ends above that. */
export class ReceivedBody {
  private kept: GrowingBuffer | BodyEnds = new GrowingBuffer();
  private received = 0;

  /** @param announcedBytes what the client says, if it does: of a body that will be too large the ends are kept at once */
  constructor(
    private readonly maxBytes: number,
    announcedBytes: number,
  ) {
    if (announcedBytes > maxBytes) this.kept = new BodyEnds();
  }

  get length(): number {
    return this.received;
  }

  get isTooLarge(): boolean {
    return this.kept instanceof BodyEnds;
  }

  /** Bytes of memory. */
  get capacity(): number {
    return this.kept.capacity;
  }

  /** What was added so far; valid until more is added. */
  get content(): Buffer | BodyEnds {
    return this.kept instanceof BodyEnds ? this.kept : this.kept.bytes;
  }

  add(part: Buffer): void {
    this.received += part.length;
    if (this.kept instanceof GrowingBuffer && this.received > this.maxBytes)
      this.kept = endsOf(this.kept.bytes);
    this.kept.add(part);
  }
}
