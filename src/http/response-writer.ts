import type { ServerResponse } from 'node:http';

/** Bytes of one write: a client that takes them is seen to read, over TLS too. */
const SLICE_BYTES = 32 * 1024;

/** A response's own two methods, bound to it. */
export interface ResponseMethods {
  readonly write: (chunk: string | Buffer, callback?: OnWritten) => boolean;
  readonly end: () => unknown;
}

/** Called once the operating system has taken all bytes of a text, or could not. */
export type OnWritten = (error?: Error | null) => void;

interface WaitingText {
  readonly bytes: Buffer;
  readonly onWritten: OnWritten | undefined;
  next: WaitingText | undefined;
}

/**
 * Writes texts to a response as fast as its client takes them. What has to wait is kept as bytes, outside the heap of
 * V8, and can be counted: `writableLength` stands still within one write, and counts characters.
 */
export class ResponseWriter {
  private first: WaitingText | undefined;
  private last: WaitingText | undefined;
  private queuedBytes = 0;
  /** Bytes of the first waiting text that the response has already. */
  private offset = 0;
  private isFull = false;
  private isEnding = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly own: ResponseMethods = response,
  ) {}

  /** Every byte that waits for the client. */
  get waitingBytes(): number {
    return this.queuedBytes - this.offset + this.response.writableLength;
  }

  /** What waits behind the text being written. The newest text is not counted either: one alone may have any size. */
  get bytesBehind(): number {
    const { first, last } = this;
    if (!first || !last || first === last) return 0;
    return this.queuedBytes - first.bytes.length - last.bytes.length;
  }

  /** @returns whether there is room for more */
  write(text: string, onWritten?: OnWritten): boolean {
    if (!this.isFull && text.length <= SLICE_BYTES) this.pass(text, onWritten);
    else {
      this.queue({ bytes: Buffer.from(text), onWritten, next: undefined });
      this.writeWaiting();
    }
    return !this.isFull;
  }

  /** Ends the response behind what waits. */
  end(): void {
    this.isEnding = true;
    if (!this.first) this.own.end();
  }

  private queue(text: WaitingText): void {
    this.queuedBytes += text.bytes.length;
    if (this.last) this.last.next = text;
    this.first ??= text;
    this.last = text;
  }

  private readonly writeWaiting = (): void => {
    while (this.first && !this.isFull) {
      const { bytes, onWritten, next } = this.first;
      const slice = bytes.subarray(this.offset, this.offset + SLICE_BYTES);
      this.offset += slice.length;
      const isLast = this.offset >= bytes.length;
      if (isLast) {
        this.first = next;
        if (!next) this.last = undefined;
        this.queuedBytes -= bytes.length;
        this.offset = 0;
      }
      this.pass(slice, isLast ? onWritten : undefined);
    }
    if (this.isEnding && !this.first) this.own.end();
  };

  private pass(chunk: string | Buffer, onWritten: OnWritten | undefined): void {
    const { response, own } = this;
    const hasRoom = onWritten ? own.write(chunk, onWritten) : own.write(chunk);
    if (hasRoom || response.writableLength === 0) return;
    this.isFull = true;
    response.once('drain', this.goOn);
  }

  private readonly goOn = (): void => {
    this.isFull = false;
    this.writeWaiting();
  };
}
