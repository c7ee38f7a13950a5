import { Injectable, Optional } from '@nestjs/common';
import type { SessionEndReason } from './session-end.js';
import type { Session } from './session.js';

/** What became of sessions? Bind another one to log or count them. */
export abstract class StreamObserver {
  abstract sessionOpened(session: Session): void;
  abstract sessionEnded(session: Session, reason: SessionEndReason): void;

  /** A client came back. @param replayed how many events it had missed and gets now */
  sessionResumed?(session: Session, replayed: number): void;
}

/** The default: nobody looks. */
class SilentStreamObserver extends StreamObserver {
  sessionOpened(): void {}
  sessionEnded(): void {}
}

/** Everybody who looks: the observer that is bound, and those that modules add at boot. */
@Injectable()
export class StreamObservers {
  private readonly observers: StreamObserver[];

  constructor(@Optional() bound: StreamObserver = new SilentStreamObserver()) {
    this.observers = [bound];
  }

  add(observer: StreamObserver): void {
    this.observers.push(observer);
  }

  sessionOpened(session: Session): void {
    for (const observer of this.observers) observer.sessionOpened(session);
  }

  sessionEnded(session: Session, reason: SessionEndReason): void {
    for (const observer of this.observers) observer.sessionEnded(session, reason);
  }

  sessionResumed(session: Session, replayed: number): void {
    for (const observer of this.observers) observer.sessionResumed?.(session, replayed);
  }
}
