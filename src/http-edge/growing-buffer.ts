const FIRST_CAPACITY_BYTES = 16 * 1024;

/**
 * Bytes that come in parts, in one buffer that doubles as it fills: a part is a few hundred bytes of memory besides its
 * own, and a client may send one for each byte.
 */
export class GrowingBuffer {
  private buffer: Buffer = Buffer.alloc(0);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** What was added so far; valid until more is added. */
  get bytes(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  add(part: Buffer): void {
    this.reserve(this.used + part.length);
    part.copy(this.buffer, this.used);
    this.used += part.length;
  }

  private reserve(bytes: number): void {
    if (bytes <= this.buffer.length) return;
    const capacity = Math.max(bytes, 2 * this.buffer.length, FIRST_CAPACITY_BYTES);
    const larger = Buffer.allocUnsafe(capacity);
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
