import { Injectable, Optional } from '@nestjs/common';
import type { MessageSource } from '../callers/index.js';
import {
  type InvalidMessageError,
  type RequestMessage,
  type ResponseMessage,
  UnavailableError,
  isThenable,
  MethodNotFoundError,
} from '../protocol/index.js';
import { CallGate, OpenCallGate } from './call-gate.js';
import { CallInFlight } from './call-in-flight.js';
import { CallObservers } from './call-observer.js';
import { type CallTarget, checkCapabilities, checkTarget } from './call-target.js';
import type { CallOutcome } from './call.js';
import { CallOptions } from './call.options.js';
import { CallsInFlight } from './calls-in-flight.js';
import type { Exchange } from './exchange.js';
import { HandlerRegistry, type RegisteredHandler } from './handler-registry.js';
import type { Decoded } from './message-decoder.js';
import { encodeError } from './message-encoder.js';
import type { Reply } from './reply.js';
import type { PeerRequestHandler } from './request-handler.js';
import { ResultEncoder } from './result-encoder.js';
import { UnreadRequest } from './unread-request.js';

/** Takes messages of any wire to their handlers. The reply of each request ends exactly once. */
@Injectable()
export class RequestDispatcher {
  constructor(
    private readonly handlers: HandlerRegistry,
    private readonly calls: CallsInFlight,
    private readonly observers: CallObservers,
    @Optional() private readonly gate: CallGate = new OpenCallGate(),
    @Optional() private readonly options: CallOptions = new CallOptions(),
    @Optional() private readonly results: ResultEncoder = new ResultEncoder(),
  ) {}

  /**
   * Whether the sender may make a request. Wires that have a status for it ask before they accept the request.
   * @throws AccessError
   */
  authorize(message: Decoded, { caller }: MessageSource): void {
    if (message.kind !== 'request') return;
    const target = this.targetOf(message);
    if (target) checkTarget(target, caller.principal, message.id);
  }

  /** What a request is for, where its method has targets. */
  targetOf({ method, params }: RequestMessage): CallTarget | undefined {
    return this.handlers.findHandler(method)?.handler.target?.(params);
  }

  dispatch(message: Decoded, exchange: Exchange): void {
    if (message.kind === 'request') {
      const registered = this.handlers.findHandler(message.method);
      this.begin(new CallInFlight(message, exchange, registered, this.results, this.onEnded));
    } else if (message.kind === 'invalid') refuseMessage(message, exchange.reply);
    else if (message.kind === 'response') this.takeAnswer(message, exchange);
    else if (message.kind === 'notification' && message.method === 'notifications/cancelled')
      exchange.peer.cancel(message.params['requestId']);
  }

  /** An answer that nothing waits for is of another session, comes late, or comes again. */
  private takeAnswer(message: ResponseMessage, { peer }: Exchange): void {
    if (!peer.takeAnswer(message)) this.observers.answerIgnored(peer.wire);
  }

  private begin(call: CallInFlight): void {
    try {
      call.nameTarget();
    } catch (error) {
      call.fail(error);
      return;
    }
    this.observers.serveCall(call, () => this.run(call));
  }

  /** A call that waits for its gate has its place already, so that it is counted and can be cancelled. */
  private run(call: CallInFlight): void {
    try {
      const { handler, unlimited } = handlerOf(call);
      if (!unlimited) call.keepPlace(this.calls.enterCall(call));
      const admitted = unlimited ? undefined : this.gate.admitCall(call);
      const result = isThenable(admitted)
        ? admitted.then(() => handle(call, handler))
        : handle(call, handler);
      if (isThenable(result)) {
        this.waitFor(call, result);
        return;
      }
      call.answer(result);
    } catch (error) {
      call.fail(error);
    }
    call.leave();
  }

  /** The gate and the handler share one time. After it neither keeps a place, and the caller has its answer. */
  private waitFor(call: CallInFlight, result: PromiseLike<unknown>): void {
    const timer = setTimeout(() => {
      call.abort('timeout', new UnavailableError('timeout', 'The call timed out'));
      call.leave();
    }, call.target?.timeoutMs ?? this.options.timeoutMs);
    const leave = (): void => {
      clearTimeout(timer);
      call.leave();
    };
    result
      .then(
        (value) => call.answer(value),
        (error: unknown) => call.fail(error),
      )
      .then(leave, leave);
  }

  private readonly onEnded = (call: CallInFlight, outcome: CallOutcome, cause?: unknown): void => {
    this.calls.settleCall(call);
    this.observers.callEnded(call, outcome, cause);
  };
}

/** @throws MethodNotFoundError, AccessError, MissingClientCapabilityError, ProtocolError for an id that is in use */
function handlerOf({
  capabilities,
  registered,
  request,
  peer,
  principal,
  revision,
  target,
}: CallInFlight): RegisteredHandler {
  if (!registered?.revisions.includes(revision)) throw new MethodNotFoundError(request.method);
  peer.checkId(request.id);
  if (target) {
    checkTarget(target, principal, request.id);
    checkCapabilities(target, capabilities);
  }
  return registered;
}

/** A call that ended while its gate was asked does not run. */
function handle(call: CallInFlight, handler: PeerRequestHandler): unknown {
  if (call.hasEnded) return undefined;
  if (call.request instanceof UnreadRequest) return refuse(call, call.request, handler);
  call.enterTarget();
  return handler.handle(call.request.params, call, call.peer);
}

function refuse(call: CallInFlight, { refusal }: UnreadRequest, handler: PeerRequestHandler): unknown {
  if (handler.refuse) return handler.refuse(refusal, call);
  throw refusal;
}

function refuseMessage(message: InvalidMessageError, reply: Reply): void {
  const error = message.toErrorObject();
  reply.end(encodeError(message.id, error), error);
}
