import type { Caller, MessageSource, Principal } from '../callers/index.js';
import {
  AccessError,
  type ClientCapabilities,
  type ErrorObject,
  type Implementation,
  inRevision,
  INTERNAL_ERROR,
  type LoggingLevel,
  type Params,
  type ProtocolRevision,
  type RequestMessage,
  toErrorObject,
  traitsOf,
  UnavailableError,
  type AnyWire,
} from '../protocol/index.js';
import { type AbortReason, type Call, CallAbortedError, type CallOutcome } from './call.js';
import type { CallTarget } from './call-target.js';
import type { Exchange } from './exchange.js';
import type { RegisteredHandler } from './handler-registry.js';
import { encodeError, encodeNotification, EncodedResult } from './message-encoder.js';
import type { Peer, PeerState } from './peer.js';
import type { RequestContext } from './request-context.js';
import type { ResultEncoder } from './result-encoder.js';

/** One request, from its decoding to its end. It ends once: with a result, an error, or nothing. */
export class CallInFlight implements Call, RequestContext {
  readonly startedAtMs = performance.now();
  private controller: AbortController | undefined;
  private abortedBy: AbortReason | undefined;
  private ended = false;
  private leaveServer: (() => void) | undefined;
  private hasTargetPlace = false;
  private ownTarget: CallTarget | undefined;

  constructor(
    readonly request: RequestMessage,
    private readonly exchange: Exchange,
    /** `undefined` for a method that this server does not have. */
    readonly registered: RegisteredHandler | undefined,
    private readonly results: ResultEncoder,
    private readonly onEnded: (call: CallInFlight, outcome: CallOutcome, cause?: unknown) => void,
  ) {}

  get knownMethod(): string | undefined {
    return this.registered && this.request.method;
  }

  get target(): CallTarget | undefined {
    return this.ownTarget;
  }

  get peer(): Peer {
    return this.exchange.peer;
  }

  get source(): MessageSource {
    return this.exchange.source;
  }

  get requestId(): string {
    return this.exchange.source.requestId;
  }

  get caller(): Caller {
    return this.exchange.source.caller;
  }

  get principal(): Principal {
    return this.exchange.source.caller.principal;
  }

  get revision(): ProtocolRevision {
    return this.state.revision;
  }

  get wire(): AnyWire | undefined {
    return this.peer.wire;
  }

  get client(): Implementation | undefined {
    return this.state.client;
  }

  get capabilities(): ClientCapabilities {
    return this.state.capabilities;
  }

  get loggingLevel(): LoggingLevel | undefined {
    return this.state.loggingLevel;
  }

  get loggedSessionId(): string | undefined {
    return this.peer.loggedId;
  }

  private get state(): PeerState {
    return this.exchange.stated ?? this.peer.state;
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  /** Made when first asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.abortedBy) this.controller.abort(new CallAbortedError(this.abortedBy));
    return this.controller.signal;
  }

  notify(method: string, params: Params): void {
    if (!this.ended) this.exchange.reply.notify(encodeNotification(method, params));
  }

  closeStream(retryMs: number): void {
    if (!this.ended) this.exchange.reply.closeStream(retryMs);
  }

  /** Asks the handler for the target, once. */
  nameTarget(): void {
    this.ownTarget = this.registered?.handler.target?.(this.request.params);
  }

  /** @param leaveServer frees the place that the call has on the server */
  keepPlace(leaveServer: () => void): void {
    this.leaveServer = leaveServer;
  }

  /** Takes a place of the target, if that has a limit. @throws UnavailableError when all are taken */
  enterTarget(): void {
    this.ownTarget?.concurrency?.enterCall();
    this.hasTargetPlace = true;
  }

  /** Gives its places back: the handler is done, or its time is up. */
  leave(): void {
    if (this.hasTargetPlace) this.ownTarget?.concurrency?.leave();
    this.hasTargetPlace = false;
    this.leaveServer?.();
    this.leaveServer = undefined;
  }

  /** Ends with a result; with an error if JSON cannot hold it. */
  answer(result: unknown): void {
    if (this.ended) return;
    let response: string;
    try {
      response = this.results.encode(this.request.id, result, this.revision);
    } catch (error) {
      this.fail(error);
      return;
    }
    const isError = result instanceof EncodedResult && result.isError;
    this.end(isError ? 'tool-error' : 'ok', response);
  }

  /** Ends with an error. What is not meant for peers is masked, and given to the observers. */
  fail(thrown: unknown): void {
    if (this.ended) return;
    const error = inRevision(toErrorObject(thrown), traitsOf(this.revision));
    let response: string;
    try {
      response = encodeError(this.request.id, error);
    } catch (unencodable) {
      // Its data is nothing that JSON can hold.
      this.end('error', encodeError(this.request.id, INTERNAL_ERROR), INTERNAL_ERROR, unencodable);
      return;
    }
    // A handler may reject with nothing, which is a failure all the same.
    const cause =
      error === INTERNAL_ERROR ? (thrown ?? new Error(`${String(thrown)} was thrown`)) : undefined;
    const hasReason = thrown instanceof UnavailableError || thrown instanceof AccessError;
    this.end(hasReason ? thrown.reason : 'error', response, error, cause);
  }

  /** Aborts the handler, and ends with `error`, or with what the reply has for it. */
  abort(reason: AbortReason, error = this.exchange.reply.errorOf(reason)): void {
    if (this.ended) return;
    this.abortedBy = reason;
    const object = error && inRevision(error.toErrorObject(), traitsOf(this.revision));
    this.end(reason, object && encodeError(this.request.id, object), object);
  }

  private end(outcome: CallOutcome, message?: string, error?: ErrorObject, cause?: unknown): void {
    this.ended = true;
    this.exchange.reply.end(message, error);
    if (this.abortedBy) this.controller?.abort(new CallAbortedError(this.abortedBy));
    this.onEnded(this, outcome, cause);
  }
}
