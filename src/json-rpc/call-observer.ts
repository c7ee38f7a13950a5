import { Injectable, Logger, Optional } from '@nestjs/common';
import type { Call, CallOutcome } from './call.js';

/** What became of a call? Bind another one to log, count or trace calls. */
export abstract class CallObserver {
  /** @param error what the handler threw, if it is none that the peer was told of */
  abstract callEnded(call: Call, outcome: CallOutcome, error?: unknown): void;

  /** Serves the call, from inside of what its handler should run in: a span. */
  around?(call: Call, serve: () => void): void;
}

type Around = NonNullable<CallObserver['around']>;

/** The default: logs the errors that the peer is not told of. */
class LoggingCallObserver extends CallObserver {
  private readonly logger = new Logger('JsonRpc');

  callEnded(call: Call, _outcome: CallOutcome, error?: unknown): void {
    if (error === undefined) return;
    const stack = error instanceof Error ? error.stack : undefined;
    this.logger.error(`${call.request.method} failed (request ${call.requestId})`, stack ?? error);
  }
}

/** Everybody who looks: the observer that is bound, and those that modules add at boot. */
@Injectable()
export class CallObservers {
  /** What calls are served in, if anybody asks for it. */
  around: Around | undefined;
  private readonly observers: CallObserver[] = [];
  private readonly logger = new Logger('JsonRpc');

  constructor(@Optional() bound: CallObserver = new LoggingCallObserver()) {
    this.add(bound);
  }

  /** Who is added later is further inside. */
  add(observer: CallObserver): void {
    this.observers.push(observer);
    const inner = observer.around?.bind(observer);
    const outer = this.around;
    this.around = inner && outer ? (call, serve) => outer(call, () => inner(call, serve)) : (inner ?? outer);
  }

  /** An observer that fails takes nothing from the others, nor from the call. */
  callEnded(call: Call, outcome: CallOutcome, error?: unknown): void {
    for (const observer of this.observers)
      try {
        observer.callEnded(call, outcome, error);
      } catch (failure) {
        this.logger.error('A CallObserver failed', failure instanceof Error ? failure.stack : failure);
      }
  }
}
