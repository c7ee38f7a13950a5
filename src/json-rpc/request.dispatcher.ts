import { Injectable, Optional } from '@nestjs/common';
import {
  AccessError,
  ErrorCode,
  INTERNAL_ERROR,
  type InvalidMessageError,
  ProtocolError,
  type RequestId,
  type RequestMessage,
  UnavailableError,
} from '../protocol/index.js';
import { CallGate, OpenCallGate } from './call-gate.js';
import { CallObservers } from './call-observer.js';
import { Call, type CallOutcome } from './call.js';
import { CallOptions } from './call.options.js';
import { CallsInFlight } from './calls-in-flight.js';
import { HandlerRegistry, type RegisteredHandler } from './handler.registry.js';
import type { Link } from './link.js';
import type { Decoded } from './message-decoder.js';
import { EncodedResult, encodeError, encodeResult } from './message-encoder.js';
import type { MessageSource } from './principal.js';
import { isThenable } from './thenable.js';

/**
 * Takes messages of any transport to their handlers. Each request gets exactly one outcome on its link: a
 * result, an error, or none if the peer cancelled it or left.
 */
@Injectable()
export class RequestDispatcher {
  constructor(
    private readonly handlers: HandlerRegistry,
    private readonly calls: CallsInFlight,
    private readonly observers: CallObservers,
    @Optional() private readonly gate: CallGate = new OpenCallGate(),
    @Optional() private readonly options: CallOptions = new CallOptions(),
  ) {}

  /** Whether there is such a method, in any revision. */
  serves(method: string): boolean {
    return this.handlers.has(method);
  }

  /**
   * Whether the sender may make a request. Transports that have a status for it ask before they accept the request.
   * @throws AccessError
   */
  authorize(message: Decoded, { caller }: MessageSource): void {
    if (message.kind === 'request') this.handlers.authorize(message, caller.principal);
  }

  dispatch(message: Decoded, link: Link, source: MessageSource): void {
    if (message.kind === 'request') this.serve(message, link, source);
    else if (message.kind === 'invalid') this.refuse(message, link);
    else if (message.kind === 'notification' && message.method === 'notifications/cancelled')
      link.calls.get(message.params['requestId'] as RequestId)?.abort('cancelled');
  }

  private refuse(message: InvalidMessageError, link: Link): void {
    const error = message.toErrorObject();
    link.send(encodeError(message.id, error), error);
  }

  private serve(request: RequestMessage, link: Link, source: MessageSource): void {
    const call = new Call(request, link, source, this.onSettled);
    if (this.observers.around) this.observers.around(call, () => this.start(call));
    else this.start(call);
  }

  private start(call: Call): void {
    const { request, link, principal } = call;
    try {
      const registered = this.handlers.find(request.method, link.revision);
      if (link.calls.has(request.id))
        throw new ProtocolError(ErrorCode.InvalidRequest, 'This id is in use by a call in flight');
      this.handlers.authorize(request, principal);
      if (registered.unlimited) this.run(call, registered);
      else this.runAdmitted(call, registered);
    } catch (error) {
      this.answerError(call, error);
    }
  }

  /** A call that waits for its gate has its place already, so that it is counted and can be cancelled. */
  private runAdmitted(call: Call, registered: RegisteredHandler): void {
    this.calls.enter(call);
    const refuse = (error: unknown): void => {
      this.answerError(call, error);
      this.calls.leave(call);
    };
    try {
      const admitted = this.gate.admit(call);
      if (!isThenable(admitted)) this.run(call, registered);
      else
        admitted.then(() => {
          if (call.isSettled) this.calls.leave(call);
          else this.run(call, registered);
        }, refuse);
    } catch (error) {
      refuse(error);
    }
  }

  private run(call: Call, { handler, unlimited }: RegisteredHandler): void {
    const leave = (): void => {
      call.finish();
      if (!unlimited) this.calls.leave(call);
    };
    try {
      const result = handler.handle(call.request.params, call);
      if (isThenable(result)) {
        this.runToEnd(call, result, leave);
        return;
      }
      this.answerResult(call, result);
    } catch (error) {
      this.answerError(call, error);
    }
    leave();
  }

  /** A handler that outlives its time keeps no place: the caller is told, and the place is free. */
  private runToEnd(call: Call, result: PromiseLike<unknown>, leave: () => void): void {
    let hasLeft = false;
    const leaveOnce = (): void => {
      if (hasLeft) return;
      hasLeft = true;
      clearTimeout(timer);
      leave();
    };
    const timer = setTimeout(() => {
      call.abort('timeout', new UnavailableError('timeout', 'The call timed out'));
      leaveOnce();
    }, call.timeoutMs ?? this.options.timeoutMs);
    result
      .then(
        (value) => this.answerResult(call, value),
        (error: unknown) => this.answerError(call, error),
      )
      .then(leaveOnce, leaveOnce);
  }

  private answerResult(call: Call, result: unknown): void {
    if (call.isSettled) return;
    let response: string;
    try {
      response = encodeResult(call.request.id, result);
    } catch (error) {
      this.answerError(call, error);
      return;
    }
    const isError = result instanceof EncodedResult && result.isError;
    call.answer(response, isError ? 'tool-error' : 'ok');
  }

  private answerError(call: Call, error: unknown): void {
    if (error instanceof UnavailableError || error instanceof AccessError)
      call.fail(error.toErrorObject(), error.reason);
    else if (error instanceof ProtocolError) call.fail(error.toErrorObject());
    // A handler may reject with nothing, which is a failure all the same.
    else call.fail(INTERNAL_ERROR, 'error', error ?? new Error(`${String(error)} was thrown`));
  }

  private readonly onSettled = (call: Call, outcome: CallOutcome, error?: unknown): void => {
    this.calls.settle(call);
    this.observers.callEnded(call, outcome, error);
  };
}
