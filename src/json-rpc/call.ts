import type {
  AccessDenial,
  ErrorObject,
  Params,
  ProtocolError,
  ProtocolRevision,
  RequestMessage,
  UnavailableReason,
} from '../protocol/index.js';
import type { AbortReason, Link } from './link.js';
import { encodeError } from './message-encoder.js';
import type { Caller, MessageSource, Principal } from './principal.js';
import type { RequestContext } from './request-context.js';

/**
 * How a call came out. `tool-error` is a result that says `isError`; a call that was not served, or not to its end, says
 * why.
 */
export type CallOutcome = 'ok' | 'tool-error' | 'error' | AbortReason | UnavailableReason | AccessDenial;

/** The `reason` of an aborted call's signal. */
export class CallAbortedError extends Error {
  override readonly name = 'AbortError';

  constructor(readonly reason: AbortReason) {
    super(`The call was aborted: ${reason}`);
  }
}

/** One request in flight. It is settled once, by its answer or by being aborted. */
export class Call implements RequestContext {
  readonly startedAtMs = performance.now();
  private controller: AbortController | undefined;
  private abortedBy: AbortReason | undefined;
  private settled = false;
  private doneListener: (() => void) | undefined;
  private ownTimeoutMs: number | undefined;

  constructor(
    readonly request: RequestMessage,
    readonly link: Link,
    readonly source: MessageSource,
    private readonly onSettled: (call: Call, outcome: CallOutcome, error?: unknown) => void,
  ) {}

  get requestId(): string {
    return this.source.requestId;
  }

  get caller(): Caller {
    return this.source.caller;
  }

  get principal(): Principal {
    return this.source.caller.principal;
  }

  get revision(): ProtocolRevision {
    return this.link.revision;
  }

  get isSettled(): boolean {
    return this.settled;
  }

  /** Made when first asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.abortedBy) this.controller.abort(new CallAbortedError(this.abortedBy));
    return this.controller.signal;
  }

  notify(method: string, params: Params): void {
    if (!this.settled) this.link.notify(method, params);
  }

  /** The time that the handler asked for, if it did. */
  get timeoutMs(): number | undefined {
    return this.ownTimeoutMs;
  }

  limitTime(timeoutMs: number): void {
    this.ownTimeoutMs = timeoutMs;
  }

  onDone(listener: () => void): void {
    this.doneListener = listener;
  }

  /** The handler is done, or its time is up. */
  finish(): void {
    this.doneListener?.();
    this.doneListener = undefined;
  }

  /** Sends an encoded result, unless the call is settled. */
  answer(response: string, outcome: 'ok' | 'tool-error'): void {
    if (this.settled) return;
    this.settled = true;
    this.link.send(response);
    this.onSettled(this, outcome);
  }

  /** Answers with an error, unless the call is settled. @param cause what the peer is not told of */
  fail(error: ErrorObject, outcome: CallOutcome = 'error', cause?: unknown): void {
    if (this.settled) return;
    this.settled = true;
    this.sendError(error);
    this.onSettled(this, outcome, cause);
  }

  /** Aborts the handler. The peer gets `error` as its answer, or none. */
  abort(reason: AbortReason, error?: ProtocolError): void {
    if (this.settled) return;
    this.settled = true;
    this.abortedBy = reason;
    if (error) this.sendError(error.toErrorObject());
    this.controller?.abort(new CallAbortedError(reason));
    this.onSettled(this, reason);
  }

  private sendError(error: ErrorObject): void {
    this.link.send(encodeError(this.request.id, error), error);
  }
}
