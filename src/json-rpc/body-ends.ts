/** Some clients write the id of a request as its last member, others among the first. */
const END_BYTES = 1024;

/** The ends of a body that is there as a whole. */
export function endsOf(body: Buffer): BodyEnds {
  const ends = new BodyEnds();
  ends.add(body);
  return ends;
}

/** What is kept of a body that is too large: its first and its last KiB, which do not overlap. */
export class BodyEnds {
  private readonly firstBytes = Buffer.alloc(END_BYTES);
  private readonly lastBytes = Buffer.alloc(END_BYTES);
  private firstLength = 0;
  private lastLength = 0;
  private length = 0;

  /** All bytes of the body, most of which are thrown away. */
  get bytes(): number {
    return this.length;
  }

  /** Bytes of memory. */
  get capacity(): number {
    return 2 * END_BYTES;
  }

  get first(): Buffer {
    return this.firstBytes.subarray(0, this.firstLength);
  }

  /** Empty where the first KiB has all. */
  get last(): Buffer {
    return this.lastBytes.subarray(0, this.lastLength);
  }

  add(part: Buffer): void {
    this.length += part.length;
    const taken = part.copy(this.firstBytes, this.firstLength);
    this.firstLength += taken;
    const rest = part.subarray(Math.max(taken, part.length - END_BYTES));
    const kept = Math.min(this.lastLength, END_BYTES - rest.length);
    this.lastBytes.copyWithin(0, this.lastLength - kept, this.lastLength);
    rest.copy(this.lastBytes, kept);
    this.lastLength = kept + rest.length;
  }
}
