import { Injectable, Optional } from '@nestjs/common';
import { Observers } from '../json-rpc/index.js';
import { NestHost } from '../nest-host/index.js';
import type { SessionEndReason } from './session-end.js';
import type { Session } from './session.js';

/** What became of sessions? Each provider that extends it is told, to log or count them. */
export abstract class SessionObserver {
  abstract sessionOpened(session: Session): void;
  abstract sessionEnded(session: Session, reason: SessionEndReason): void;

  /** A client came back. @param replayed how many events it had missed and gets now */
  sessionResumed?(session: Session, replayed: number): void;
}

/** Everybody who looks at sessions. */
@Injectable()
export class SessionObservers extends Observers<SessionObserver> {
  constructor(@Optional() host?: NestHost) {
    super(SessionObserver, host, 'Sessions');
  }

  sessionOpened(session: Session): void {
    this.tell((observer) => observer.sessionOpened(session));
  }

  sessionEnded(session: Session, reason: SessionEndReason): void {
    this.tell((observer) => observer.sessionEnded(session, reason));
  }

  sessionResumed(session: Session, replayed: number): void {
    this.tell((observer) => observer.sessionResumed?.(session, replayed));
  }
}
