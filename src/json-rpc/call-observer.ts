import { Injectable, Logger, Optional } from '@nestjs/common';
import { NestHost } from '../nest-host/index.js';
import type { AnyWire } from '../protocol/index.js';
import type { Call, CallOutcome } from './call.js';
import { Observers } from './observers.js';

/** What became of a call? Each provider that extends it is told, to log, count or trace calls. */
export abstract class CallObserver {
  /** @param error what the handler threw, if it is none that the peer was told of */
  abstract callEnded(call: Call, outcome: CallOutcome, error?: unknown): void;

  /** A client answered what it was not asked, or what it was asked before. @param wire `undefined` in memory */
  answerIgnored?(wire: AnyWire | undefined): void;

  /**
   * Serves the call, from inside of what its handler should run in: a span. A call that is not served when this returns, or
   * throws, is served then; one is never served twice.
   */
  around?(call: Call, serve: () => void): void;
}

type Around = NonNullable<CallObserver['around']>;

/** What looks while the app has no observer: logs the errors that the peer is not told of. */
class LoggingCallObserver extends CallObserver {
  private readonly logger = new Logger('JsonRpc');

  callEnded(call: Call, _outcome: CallOutcome, error?: unknown): void {
    if (error === undefined) return;
    const stack = error instanceof Error ? error.stack : undefined;
    this.logger.error(`${call.request.method} failed (request ${call.requestId})`, stack ?? error);
  }
}

/** Everybody who looks at calls. While no provider does, errors that the peer is not told of are logged. */
@Injectable()
export class CallObservers extends Observers<CallObserver> {
  /** What calls are served in, if anybody asks for it. */
  private around: Around | undefined;

  constructor(@Optional() host?: NestHost) {
    super(CallObserver, host, 'JsonRpc');
  }

  /** Who is added later is further inside. */
  override add(observer: CallObserver): void {
    super.add(observer);
    const inner = observer.around?.bind(observer);
    const outer = this.around;
    this.around = inner && outer ? (call, serve) => outer(call, () => inner(call, serve)) : (inner ?? outer);
  }

  /** Serves a call inside of what observers put around it: exactly once, whatever they do. */
  serveCall(call: Call, serve: () => void): void {
    if (!this.around) {
      serve();
      return;
    }
    let isServed = false;
    const serveOnce = (): void => {
      if (isServed) return;
      isServed = true;
      serve();
    };
    try {
      this.around(call, serveOnce);
    } catch (failure) {
      this.report(failure);
    }
    serveOnce();
  }

  callEnded(call: Call, outcome: CallOutcome, error?: unknown): void {
    this.tell((observer) => observer.callEnded(call, outcome, error));
  }

  answerIgnored(wire: AnyWire | undefined): void {
    this.tell((observer) => observer.answerIgnored?.(wire));
  }

  protected override findProviders(): readonly CallObserver[] {
    const found = super.findProviders();
    return found.length > 0 ? found : [new LoggingCallObserver()];
  }
}
