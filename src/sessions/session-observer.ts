import { Injectable, Optional } from '@nestjs/common';
import type { Caller } from '../callers/index.js';
import { Observers, type PeerState } from '../json-rpc/index.js';
import { NestHost } from '../nest-host/index.js';
import type { SessionWire } from '../protocol/index.js';
import type { SessionEndReason } from './session-end.js';

/** A session as its observers see it. */
export interface ObservedSession {
  /** Its id as logs say it: nobody can speak for the session with it. */
  readonly loggedId: string | undefined;
  readonly wire: SessionWire;
  /** Who opened its newest stream. */
  readonly caller: Caller;
  /** What the client said of itself so far. */
  readonly state: Readonly<PeerState>;
  /** By `performance.now()`. */
  readonly openedAtMs: number;
}

/** What became of sessions? Each provider that extends it is told, to log or count them. */
export abstract class SessionObserver {
  abstract sessionOpened(session: ObservedSession): void;
  abstract sessionEnded(session: ObservedSession, reason: SessionEndReason): void;

  /** A client came back. @param replayed how many events it had missed and gets now */
  sessionResumed?(session: ObservedSession, replayed: number): void;
}

/** Everybody who looks at sessions. */
@Injectable()
export class SessionObservers extends Observers<SessionObserver> {
  constructor(@Optional() host?: NestHost) {
    super(SessionObserver, host, 'Sessions');
  }

  sessionOpened(session: ObservedSession): void {
    this.tell((observer) => observer.sessionOpened(session));
  }

  sessionEnded(session: ObservedSession, reason: SessionEndReason): void {
    this.tell((observer) => observer.sessionEnded(session, reason));
  }

  sessionResumed(session: ObservedSession, replayed: number): void {
    this.tell((observer) => observer.sessionResumed?.(session, replayed));
  }
}
