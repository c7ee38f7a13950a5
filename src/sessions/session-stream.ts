import { concat, defer, EMPTY, type Observable, Subject } from 'rxjs';
import { type Peer, Reply } from '../json-rpc/index.js';
import type { SessionWire } from '../protocol/index.js';
import { type EventId, encodeEventId } from './event-id.js';
import type { AskedSession, OpenStream } from './open-streams.js';
import type { Outbox, OutgoingEvent } from './outbox.js';
import type { ReplayBudget } from './replay-budget.js';
import type { SessionEndReason } from './session-end.js';

/** How long a client may take to come back for an answer to a server that stops: those that got no time from it do within 3 s. */
const COME_BACK_MS = 5_000;

/** What makes a stream resumable. */
export interface Replay {
  readonly outbox: Outbox;
  /** What all outboxes keep together. */
  readonly budget: ReplayBudget;
  /**
   * Whether a client may go on though it missed events that are not kept: all but the newest are notifications.
   * @default false
   */
  readonly allowsGaps?: boolean;
}

/** The session that has a stream. */
export interface StreamOwner extends Peer {
  readonly sessionId: string;
  readonly wire: SessionWire;
  readonly endReason: SessionEndReason | undefined;
  /** Ends it as soon as no call waits for an answer. */
  endWhenIdle(reason: SessionEndReason): void;
  end(reason: SessionEndReason): void;
  readonly listeningStream: SessionStream | undefined;
}

/**
 * What a client opened to read a session's messages, and may resume: connections carry it, one at a time. It takes messages in
 * order, and keeps the last ones for replay if it has an outbox. It is the reply of each request whose messages it takes.
 */
export class SessionStream extends Reply implements OpenStream {
  private outgoing: Subject<OutgoingEvent> | undefined;
  private carried: Observable<OutgoingEvent> = EMPTY;
  private lastNumber = 0;
  private finishedMs: number | undefined;
  private awaitedMs = 0;
  private toldMs: number | undefined;
  private isComplete = false;

  constructor(
    readonly session: StreamOwner,
    /** Its number in the session. */
    readonly number: number,
    /** Present if it can be resumed. */
    readonly replay?: Replay,
    /** Which numbering of its events this is. */
    readonly epoch = 0,
  ) {
    super();
  }

  get peer(): Peer {
    return this.session;
  }

  get wire(): SessionWire {
    return this.session.wire;
  }

  get asked(): AskedSession | undefined {
    return this.session.listeningStream === this ? this.session : undefined;
  }

  /** The number of the newest event. */
  get last(): number {
    return this.lastNumber;
  }

  /** What the connection gets that carries it now; another one with each connection. */
  get events(): Observable<OutgoingEvent> {
    return this.carried;
  }

  /** When its last message was taken, by `performance.now()`; nothing while more may come. */
  get finishedAtMs(): number | undefined {
    return this.finishedMs;
  }

  /** After which time its client should come back, in milliseconds: set while a connection ends for that. */
  get retryMs(): number | undefined {
    return this.toldMs;
  }

  /** Until when the server asked its client to stay away, by `performance.now()`. */
  get awaitedAtMs(): number {
    return this.awaitedMs;
  }

  /** Whether the operating system took the bytes of its newest event. */
  get isDelivered(): boolean {
    return this.replay?.outbox.flushed === this.lastNumber;
  }

  /**
   * Whether its client is expected soon, for an answer that did not go out.
   * @param fromMs since when nothing but that answer is waited for, by `performance.now()`
   */
  owesAnswer(fromMs: number): boolean {
    if (this.finishedMs === undefined || !this.replay || this.isDelivered) return false;
    return performance.now() < Math.max(fromMs, this.finishedMs, this.awaitedMs) + COME_BACK_MS;
  }

  /** The SSE id of an event of this stream. */
  eventIdOf(number: number): string {
    return encodeEventId({
      sessionId: this.session.sessionId,
      stream: this.number,
      epoch: this.epoch,
      number,
    });
  }

  /**
   * Where a client goes on.
   * @param id the last event that it has; without one it has those whose bytes went out
   * @returns the number that replay starts after, or `undefined` if something behind it is lost, or was never sent
   */
  resumableAfter(id: EventId | undefined): number | undefined {
    const after = id ? id.number : (this.replay?.outbox.flushed ?? 0);
    if (id && id.epoch !== this.epoch) return undefined;
    return this.missedAfter(after) && after;
  }

  /** @returns the events after a number, or `undefined` if something behind it is lost, or was never sent */
  missedAfter(number: number): OutgoingEvent[] | undefined {
    if (!this.replay) return undefined;
    const { outbox, allowsGaps } = this.replay;
    const missed = outbox.after(number, this.lastNumber);
    if (missed || !allowsGaps || number > this.lastNumber) return missed;
    const kept = outbox.keptAfter(number);
    // The newest one may be the answer: it is the last that an outbox drops.
    return kept.length > 0 || this.finishedMs === undefined ? kept : undefined;
  }

  /** Begins a connection with the events after a number, in place of the one so far, which completes. */
  takeOver(after: number): Observable<OutgoingEvent> {
    const missed = this.missedAfter(after) ?? [];
    const before = this.outgoing;
    this.outgoing = new Subject();
    // Taken out of the list: what was sent is not kept for as long as the connection lasts, past what the budget keeps.
    this.carried =
      missed.length > 0
        ? concat(
            defer(() => missed.splice(0)),
            this.outgoing,
          )
        : this.outgoing;
    before?.complete();
    if (this.finishedMs !== undefined) this.outgoing.complete();
    return this.carried;
  }

  /** Takes a message to the connection that carries it. */
  push(message: string): void {
    if (this.isComplete) return;
    const event = { number: ++this.lastNumber, message };
    this.replay?.outbox.add(event);
    this.outgoing?.next(event);
    this.replay?.budget.update(this.replay.outbox);
  }

  notify(message: string): void {
    this.push(message);
  }

  /** Ends one request; the stream goes on. */
  end(message?: string): void {
    if (message !== undefined) this.push(message);
  }

  /** It ends with its session. */
  endWhenIdle(reason: SessionEndReason): void {
    this.session.endWhenIdle(reason);
  }

  /** Ends the connection; the stream goes on, and its client may come back. @param retryMs after which time it should */
  disconnect(retryMs: number): void {
    this.awaitedMs = Math.max(this.awaitedMs, performance.now() + retryMs);
    this.toldMs = retryMs;
    this.outgoing?.complete();
    this.toldMs = undefined;
    this.outgoing = undefined;
  }

  /** Nothing comes any more: the connection ends behind what was sent, which is kept for a client that missed it. */
  finish(): void {
    this.finishedMs = performance.now();
    this.outgoing?.complete();
  }

  /** Nothing comes any more: the connection ends behind what was sent, and nothing is kept. */
  complete(): void {
    this.isComplete = true;
    this.outgoing?.complete();
    if (this.replay) this.replay.budget.forget(this.replay.outbox);
  }
}
