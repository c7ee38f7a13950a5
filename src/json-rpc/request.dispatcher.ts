import { Injectable, Optional } from '@nestjs/common';
import {
  ErrorCode,
  type InvalidMessageError,
  ProtocolError,
  type RequestId,
  UnavailableError,
  isThenable,
} from '../protocol/index.js';
import { CallGate, OpenCallGate } from './call-gate.js';
import { CallInFlight } from './call-in-flight.js';
import { CallObservers } from './call-observer.js';
import type { CallOutcome } from './call.js';
import { CallOptions } from './call.options.js';
import { CallsInFlight } from './calls-in-flight.js';
import type { Exchange } from './exchange.js';
import { HandlerRegistry, type RegisteredHandler } from './handler.registry.js';
import type { Decoded } from './message-decoder.js';
import { encodeError } from './message-encoder.js';
import type { MessageSource } from './principal.js';
import type { Reply } from './reply.js';

/** Takes messages of any wire to their handlers. The reply of each request ends exactly once. */
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
   * Whether the sender may make a request. Wires that have a status for it ask before they accept the request.
   * @throws AccessError
   */
  authorize(message: Decoded, { caller }: MessageSource): void {
    if (message.kind === 'request') this.handlers.authorize(message, caller.principal);
  }

  dispatch(message: Decoded, exchange: Exchange): void {
    if (message.kind === 'request') this.begin(new CallInFlight(message, exchange, this.onEnded));
    else if (message.kind === 'invalid') refuseMessage(message, exchange.reply);
    else if (message.kind === 'notification' && message.method === 'notifications/cancelled')
      exchange.peer.calls.get(message.params['requestId'] as RequestId)?.abort('cancelled');
  }

  private begin(call: CallInFlight): void {
    try {
      if (this.observers.around) this.observers.around(call, () => this.run(call));
      else this.run(call);
    } catch (error) {
      call.fail(error);
    }
  }

  /** A call that waits for its gate has its place already, so that it is counted and can be cancelled. */
  private run(call: CallInFlight): void {
    let leave = doNothing;
    try {
      const registered = this.findHandler(call);
      if (!registered.unlimited) leave = this.calls.enter(call);
      const admitted = registered.unlimited ? undefined : this.gate.admit(call);
      if (!isThenable(admitted)) this.handle(call, registered, leave);
      else
        admitted.then(
          () => this.handle(call, registered, leave),
          (error: unknown) => endFailed(call, error, leave),
        );
    } catch (error) {
      endFailed(call, error, leave);
    }
  }

  /** @throws MethodNotFoundError, AccessError, ProtocolError for an id that is in use */
  private findHandler({ request, peer, principal, revision }: CallInFlight): RegisteredHandler {
    const registered = this.handlers.find(request.method, revision);
    if (peer.calls.has(request.id))
      throw new ProtocolError(ErrorCode.InvalidRequest, 'This id is in use by a call in flight');
    this.handlers.authorize(request, principal);
    return registered;
  }

  private handle(call: CallInFlight, { handler }: RegisteredHandler, leave: () => void): void {
    try {
      const result = call.hasEnded ? undefined : handler.handle(call.request.params, call, call.peer);
      if (isThenable(result)) {
        this.waitFor(call, result, leave);
        return;
      }
      call.answer(result);
    } catch (error) {
      call.fail(error);
    }
    call.finish();
    leave();
  }

  /** A handler that outlives its time keeps no place: the caller is told, and the place is free. */
  private waitFor(call: CallInFlight, result: PromiseLike<unknown>, leave: () => void): void {
    let isOver = false;
    const finish = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      call.finish();
      leave();
    };
    const timer = setTimeout(() => {
      call.abort('timeout', new UnavailableError('timeout', 'The call timed out'));
      finish();
    }, call.timeoutMs ?? this.options.timeoutMs);
    result
      .then(
        (value) => call.answer(value),
        (error: unknown) => call.fail(error),
      )
      .then(finish, finish);
  }

  private readonly onEnded = (call: CallInFlight, outcome: CallOutcome, cause?: unknown): void => {
    this.calls.settle(call);
    this.observers.callEnded(call, outcome, cause);
  };
}

function doNothing(): void {}

function refuseMessage(message: InvalidMessageError, reply: Reply): void {
  const error = message.toErrorObject();
  reply.end(encodeError(message.id, error), error);
}

function endFailed(call: CallInFlight, error: unknown, leave: () => void): void {
  call.fail(error);
  leave();
}
