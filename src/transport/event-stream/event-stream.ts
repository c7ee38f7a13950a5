import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { BudgetedStream, PendingBytesBudget } from './pending-bytes.budget.js';

/** How long a client may take to read the last bytes of a stream that has ended. */
const CLOSE_GRACE_MS = 5_000;

/** A frame, and what to do once the operating system has taken all its bytes. */
export interface Frame {
  readonly text: string;
  readonly onFlushed?: () => void;
}

/**
 * One SSE response of an `@Sse` route. Nest writes the head, from a timer of its own; frames go straight to the
 * response, so that an app's interceptors cannot change them and their bytes can be counted.
 */
export class EventStream implements BudgetedStream {
  private beforeHead: Frame[] | undefined = [];
  /** The size of the message being written, as far as is known: what waits behind it counts as pending. */
  private currentBytes = 0;
  private closed = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly budget: PendingBytesBudget,
    private readonly heartbeat: () => string,
    private readonly onEnd: () => void,
  ) {}

  get pendingBytes(): number {
    return Math.max(0, this.response.writableLength - this.currentBytes);
  }

  write(frame: Frame): void {
    if (this.closed) return;
    if (this.beforeHead) {
      this.beforeHead.push(frame);
      return;
    }
    const wasEmpty = this.response.writableLength === 0;
    const { onFlushed } = frame;
    const hasRoom = onFlushed
      ? this.response.write(frame.text, (error) => !error && onFlushed())
      : this.response.write(frame.text);
    if (wasEmpty) this.currentBytes = this.response.writableLength;
    if (!hasRoom) this.budget.check(this);
  }

  /** Writes a heartbeat, unless bytes wait already: they keep the stream open as well. */
  beat(): void {
    if (!this.beforeHead && this.response.writableLength === 0) this.write({ text: this.heartbeat() });
  }

  /** Nest has sent the head: frames may follow it. */
  open(): void {
    const frames = this.beforeHead ?? [];
    this.beforeHead = undefined;
    for (const frame of frames) this.write(frame);
  }

  /** Ends the stream, behind what was written. */
  end(): void {
    this.onEnd();
  }

  /** Cuts a stream whose client does not read. One that waits behind another on its connection goes with that. */
  destroy(): void {
    this.connection.destroy();
  }

  /**
   * Nothing more is written. What waits still counts, now all of it, until the client has taken it; a client that does
   * not is cut.
   */
  close(): void {
    this.closed = true;
    const { response, connection, budget } = this;
    if (connection.destroyed) {
      budget.forget(this);
      return;
    }
    this.currentBytes = 0;
    if (response.writableLength > 0) budget.check(this);
    // Behind another stream of its connection nothing can be taken yet.
    const timer = response.socket ? setTimeout(() => this.destroy(), CLOSE_GRACE_MS) : undefined;
    const forget = (): void => {
      clearTimeout(timer);
      response.off('close', forget);
      connection.off('close', forget);
      budget.forget(this);
    };
    response.once('close', forget);
    connection.once('close', forget);
  }

  /** A response that waits behind another one of its connection has no socket of its own yet. */
  private get connection(): Socket {
    return this.response.req.socket;
  }
}
