import type { ServerResponse } from 'node:http';
import { Subscription, type TeardownLogic } from 'rxjs';
import type { OnWritten, ResponseWriter } from '../../http-edge/index.js';
import { OwnedResponse } from './owned-response.js';
import type { BudgetedResponse, PendingBytesBudget } from './pending-bytes.budget.js';

/** How long a client may take to read the last bytes of a stream that has ended. */
const CLOSE_GRACE_MS = 5_000;

/** A frame, and what to do once the operating system has taken all its bytes. */
export interface Frame {
  readonly text: string;
  readonly onFlushed?: () => void;
}

/**
 * One SSE response of an `@Sse` route. Nest sends the head; from then on the response is the stream's. It ends when its
 * owner ends it, or with the response, and never because an interceptor of the app unsubscribes.
 */
export class EventStream implements BudgetedResponse {
  private readonly writer: ResponseWriter;
  private readonly closing = new Subscription();
  private beforeHead: Frame[] | undefined = [];
  private bytesBeforeHead = 0;
  private hasEnded = false;

  constructor(
    readonly response: ServerResponse,
    private readonly budget: PendingBytesBudget,
    private readonly heartbeat: () => string,
  ) {
    const events = { onHead: () => this.open(), onGivenBack: () => this.close() };
    this.writer = new OwnedResponse(response, events).writer;
    response.once('close', () => this.close());
    if (response.closed) this.close();
  }

  get waitingBytes(): number {
    return this.bytesBeforeHead + this.writer.waitingBytes;
  }

  get pendingBytes(): number {
    return this.writer.bytesBehind;
  }

  /** What ends with the stream. */
  add(teardown: TeardownLogic): void {
    this.closing.add(teardown);
  }

  write(frame: Frame): void {
    if (this.hasEnded) return;
    if (this.beforeHead) this.keep(this.beforeHead, frame);
    else this.send(frame);
  }

  /** Writes a heartbeat, unless bytes wait already: they keep the stream open as well. */
  beat(): void {
    if (this.beforeHead) return;
    if (this.writer.waitingBytes === 0) this.write({ text: this.heartbeat() });
    else this.budget.check(this);
  }

  /** Ends the stream, behind what was written. What waits is cut after a time if the client does not take it. */
  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.closing.unsubscribe();
    if (!this.beforeHead) this.finish();
  }

  /** Cuts a stream whose client does not read. */
  destroy(): void {
    // The response closes a turn later; what is sent until then would be counted, and cut, again.
    this.close();
    this.response.req.socket.destroy();
  }

  private open(): void {
    const frames = this.beforeHead ?? [];
    this.beforeHead = undefined;
    this.bytesBeforeHead = 0;
    for (const frame of frames) this.send(frame);
    if (this.hasEnded) this.finish();
  }

  private keep(frames: Frame[], frame: Frame): void {
    frames.push(frame);
    this.bytesBeforeHead += Buffer.byteLength(frame.text);
    if (frames.length > 1) this.budget.check(this);
  }

  private send({ text, onFlushed }: Frame): void {
    const onWritten: OnWritten | undefined = onFlushed && ((error) => error || onFlushed());
    if (!this.writer.write(text, onWritten)) this.budget.check(this);
  }

  private finish(): void {
    this.writer.end();
    if (this.writer.waitingBytes > 0) this.budget.check(this);
    const timer = setTimeout(() => this.destroy(), CLOSE_GRACE_MS);
    this.response.once('close', () => clearTimeout(timer));
  }

  private close(): void {
    this.hasEnded = true;
    this.closing.unsubscribe();
    this.budget.forget(this);
  }
}
