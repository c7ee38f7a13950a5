import type { Session, SessionEndReason } from './session.js';

/** What became of sessions? Bind another one to log or count them. */
export abstract class StreamObserver {
  abstract sessionOpened(session: Session): void;
  abstract sessionEnded(session: Session, reason: SessionEndReason): void;
}

/** The default: nobody looks. */
export class SilentStreamObserver extends StreamObserver {
  sessionOpened(): void {}
  sessionEnded(): void {}
}
