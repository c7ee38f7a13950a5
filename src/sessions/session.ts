import { concat, type Observable, Subject } from 'rxjs';
import { type Caller, Peer, Reply } from '../json-rpc/index.js';
import type { ProtocolRevision } from '../protocol/index.js';
import type { Outbox, OutgoingEvent } from './outbox.js';
import type { ReplayBudget } from './replay.budget.js';

/** Why sessions end. */
export const SESSION_END_REASONS = [
  ...(['disconnected', 'expired', 'evicted', 'replaced', 'shutdown'] as const),
  ...(['credentials-expired', 'revoked'] as const),
];

/** Why a session ended. */
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];

/** What makes a session resumable. */
export interface Replay {
  /** By which the service finds the session again. */
  readonly key: string;
  readonly outbox: Outbox;
  readonly budget: ReplayBudget;
}

class SessionReply extends Reply {
  constructor(private readonly session: Session) {
    super();
  }

  notify(message: string): void {
    this.session.push(message);
  }

  end(message?: string): void {
    if (message !== undefined) this.session.push(message);
  }
}

/** A conversation over one stream at a time. What is sent goes to the stream that is attached, in order. */
export class Session extends Peer {
  private outgoing = new Subject<OutgoingEvent>();
  readonly openedAtMs = performance.now();
  private lastNumber = 0;
  private endsWhenIdle: SessionEndReason | undefined;
  /** Its stream takes the messages of all its requests. */
  readonly reply: Reply = new SessionReply(this);
  private ended: SessionEndReason | undefined;

  constructor(
    readonly sessionId: string,
    /** Who opened its stream. */
    public caller: Caller,
    revision: ProtocolRevision,
    /** Present if the session can be resumed. */
    readonly replay?: Replay,
  ) {
    super(revision);
  }

  /** The number of the newest event. */
  get last(): number {
    return this.lastNumber;
  }

  /** What the stream that is attached gets, as it comes. */
  get events(): Observable<OutgoingEvent> {
    return this.outgoing;
  }

  get endReason(): SessionEndReason | undefined {
    return this.ended;
  }

  /** Begins a stream of the events after a number, in place of the one so far, which completes. */
  takeOver(after: number): Observable<OutgoingEvent> {
    const missed = this.replay?.outbox.after(after, this.lastNumber) ?? [];
    this.outgoing.complete();
    this.outgoing = new Subject();
    return missed.length > 0 ? concat(missed, this.outgoing) : this.outgoing;
  }

  /** Takes a message to the stream that is attached. */
  push(message: string): void {
    if (this.ended) return;
    const event = { number: ++this.lastNumber, message };
    this.replay?.outbox.add(event);
    this.outgoing.next(event);
    this.replay?.budget.update(this.replay.outbox);
  }

  protected override onIdle(): void {
    if (this.endsWhenIdle) this.end(this.endsWhenIdle);
  }

  /** Ends the session as soon as no call waits for an answer. */
  endWhenIdle(reason: SessionEndReason): void {
    this.endsWhenIdle ??= reason;
    if (this.calls.size === 0) this.end(reason);
  }

  /** Completes the stream; calls that still wait are aborted. */
  end(reason: SessionEndReason): void {
    if (this.ended) return;
    this.ended = reason;
    this.abortCalls(reason === 'shutdown' ? 'shutdown' : 'disconnected');
    this.outgoing.complete();
  }
}
