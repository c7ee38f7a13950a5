import type { ServerResponse } from 'node:http';
import { Subscription, type TeardownLogic } from 'rxjs';
import type { OnWritten, ResponseWriter } from '../../http/index.js';
import type { BudgetedResponse, PendingBytesBudget } from './pending-bytes-budget.js';

/** How long a client may take to read the last bytes of a stream that was ended before all was said. */
const CLOSE_GRACE_MS = 5_000;

/** A frame, and what to do once the operating system has taken all its bytes. */
export interface Frame {
  readonly text: string;
  readonly onFlushed?: () => void;
}

/** What the streams of a server share, and what is one stream's own. */
export interface EventStreamParts {
  readonly response: ServerResponse;
  readonly writer: ResponseWriter;
  readonly budget: PendingBytesBudget;
  /** What keeps a silent stream open. */
  readonly heartbeat: () => string;
  /** The first frame waits for the head, or there is none and the stream has ended. Left out where the head comes by itself. */
  readonly requestHead?: () => void;
}

/**
 * The frames of one SSE response. They wait until the stream begins, which is when its head is out. It ends when its owner
 * ends it, or with the response, and never because an interceptor of the app unsubscribes.
 */
export class EventStream implements BudgetedResponse {
  private readonly closing = new Subscription();
  private waiting: Frame[] | undefined = [];
  private bytesBeforeHead = 0;
  private hasEnded = false;
  private isAnswered = false;

  constructor(private readonly parts: EventStreamParts) {
    const { response } = parts;
    response.once('close', () => this.close());
    if (response.closed) this.close();
  }

  get response(): ServerResponse {
    return this.parts.response;
  }

  get waitingBytes(): number {
    return this.bytesBeforeHead + this.parts.writer.waitingBytes;
  }

  get pendingBytes(): number {
    return this.parts.writer.bytesBehind;
  }

  /** Sends the head before there is a frame: the client is waiting for it. */
  sendHead(): void {
    if (this.waiting && !this.hasEnded) this.parts.requestHead?.();
    this.response.flushHeaders();
  }

  /** What ends with the stream. */
  add(teardown: TeardownLogic): void {
    this.closing.add(teardown);
  }

  /** The head is out: sends what waits, and from now on each frame at once. */
  begin(): void {
    const frames = this.waiting ?? [];
    this.waiting = undefined;
    this.bytesBeforeHead = 0;
    for (const frame of frames) this.send(frame);
    if (this.hasEnded) this.finish();
  }

  write(frame: Frame): void {
    if (this.hasEnded) return;
    if (this.waiting) this.keep(this.waiting, frame);
    else this.send(frame);
  }

  /** Writes a heartbeat, unless bytes wait already: they keep the stream open as well. The head goes out with it. */
  beat(): void {
    const { writer, budget, heartbeat, requestHead } = this.parts;
    if (this.waiting && !requestHead) return;
    if (writer.waitingBytes === 0) this.write({ text: heartbeat() });
    else budget.check(this);
  }

  /** Ends the stream, behind what was written. What waits is cut after a time if the client does not take it. */
  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.closing.unsubscribe();
    if (!this.waiting) this.finish();
    else if (this.waiting.length === 0) this.parts.requestHead?.();
  }

  /** Ends the stream behind the last answer, which its client may read slowly: it is cut as any other that takes nothing. */
  endAnswered(): void {
    this.isAnswered = true;
    this.end();
  }

  /** Forgets the stream: its response has closed, or is somebody else's again. */
  close(): void {
    this.hasEnded = true;
    this.closing.unsubscribe();
    this.parts.budget.forget(this);
  }

  /** Cuts a stream whose client does not read. */
  destroy(): void {
    // The response closes a turn later; what is sent until then would be counted, and cut, again.
    this.close();
    this.response.req.socket.destroy();
  }

  private keep(frames: Frame[], frame: Frame): void {
    frames.push(frame);
    this.bytesBeforeHead += Buffer.byteLength(frame.text);
    if (frames.length > 1) this.parts.budget.check(this);
    else this.parts.requestHead?.();
  }

  private send({ text, onFlushed }: Frame): void {
    const onWritten: OnWritten | undefined = onFlushed && ((error) => error || onFlushed());
    if (!this.parts.writer.write(text, onWritten)) this.parts.budget.check(this);
  }

  private finish(): void {
    const { writer, budget, response } = this.parts;
    writer.end();
    if (writer.waitingBytes > 0) budget.check(this);
    if (this.isAnswered) return;
    const timer = setTimeout(() => this.destroy(), CLOSE_GRACE_MS);
    response.once('close', () => clearTimeout(timer));
  }
}
