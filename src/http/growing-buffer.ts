const FIRST_CAPACITY_BYTES = 16 * 1024;

/**
 * Bytes that come in parts, in one buffer that doubles as it fills: a part is a few hundred bytes of memory besides its
 * own, and a client may send one for each byte. A single part is taken as it is.
 */
export class GrowingBuffer {
  private buffer: Buffer | undefined;
  private used = 0;
  /** Whether the buffer is the first part itself, which has no room for another one. */
  private isPart = false;

  get length(): number {
    return this.used;
  }

  /** Bytes of memory. */
  get capacity(): number {
    return this.buffer?.length ?? 0;
  }

  /** What was added so far; valid until more is added. */
  get bytes(): Buffer {
    return this.buffer?.subarray(0, this.used) ?? Buffer.alloc(0);
  }

  add(part: Buffer): void {
    if (!this.buffer) {
      this.buffer = part;
      this.isPart = true;
    } else {
      const buffer = this.reserve(this.buffer, this.used + part.length);
      part.copy(buffer, this.used);
    }
    this.used += part.length;
  }

  private reserve(buffer: Buffer, bytes: number): Buffer {
    if (!this.isPart && bytes <= buffer.length) return buffer;
    const larger = Buffer.allocUnsafe(Math.max(bytes, 2 * buffer.length, FIRST_CAPACITY_BYTES));
    buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
    this.isPart = false;
    return larger;
  }
}
