import { type Caller } from '../callers/index.js';
import { Peer } from '../json-rpc/index.js';
import type { ProtocolRevision, SessionWire } from '../protocol/index.js';
import type { SessionEndReason } from './session-end.js';
import type { SessionLifetime } from './session-lifetime.js';
import { type Replay, SessionStream, type StreamOwner } from './session-stream.js';

/** What a session is opened with. */
export interface SessionStart {
  readonly sessionId: string;
  /** Who opens it. */
  readonly caller: Caller;
  readonly wire: SessionWire;
  /** What it speaks until it initialises. */
  readonly revision: ProtocolRevision;
  readonly lifetime: SessionLifetime;
  /** The client's own secret, by which it takes the session up again. */
  readonly resumeKey?: string | undefined;
  /** What its client calls it. @default its id */
  readonly givenId?: string | undefined;
  /** Which numbering of its events its streams begin with. @default 0 */
  readonly epoch?: number | undefined;
}

const NO_STREAMS: readonly SessionStream[] = [];

/** The number of the stream for what belongs to no request, whenever it was opened: an event id says which stream it is of. */
export const LISTENING_STREAM = 0;

/** A conversation over the streams that its client opens. It lives on between them, as its lifetime says. */
export class Session extends Peer implements StreamOwner {
  readonly openedAtMs = performance.now();
  readonly sessionId: string;
  /** What its client calls it: its id, or that with its state sealed behind it. */
  givenId: string;
  /** Who opened its newest stream. */
  caller: Caller;
  readonly wire: SessionWire;
  readonly lifetime: SessionLifetime;
  readonly resumeKey: string | undefined;
  /** When its client last sent something, by `performance.now()`. */
  seenAtMs = this.openedAtMs;
  /** Until when it lives at least, by `performance.now()`: the server asked its client to come back. */
  keptUntilMs = 0;
  private opened: readonly SessionStream[] = NO_STREAMS;
  private readonly epoch: number;
  private openedCount = 0;
  private listenedCount = 0;
  private listening: SessionStream | undefined;
  private endsWhenIdle: SessionEndReason | undefined;
  private leavesAtMs = 0;
  private ended: SessionEndReason | undefined;

  constructor(start: SessionStart) {
    const { sessionId, caller, wire, revision, lifetime, resumeKey, givenId = sessionId, epoch = 0 } = start;
    super(revision);
    this.sessionId = sessionId;
    this.givenId = givenId;
    this.epoch = epoch;
    this.caller = caller;
    this.wire = wire;
    this.lifetime = lifetime;
    this.resumeKey = resumeKey;
  }

  /** Whether another process can take it up. */
  get isSealed(): boolean {
    return this.givenId !== this.sessionId;
  }

  get endReason(): SessionEndReason | undefined {
    return this.ended;
  }

  /** Whether a call keeps it, though it has no stream. */
  get isKeptByCalls(): boolean {
    return this.waitsForCalls && this.calls.size > 0;
  }

  /** Whether it lives on for its calls. */
  get waitsForCalls(): boolean {
    return this.lifetime.kind === 'idle' && this.lifetime.waitsForCalls;
  }

  /** Whether its client is expected soon, for an answer that did not go out. */
  get owesAnswers(): boolean {
    return !this.ended && this.opened.some((stream) => stream.owesAnswer(this.leavesAtMs));
  }

  get streams(): readonly SessionStream[] {
    return this.opened;
  }

  /** The stream that takes what belongs to no request; nothing while its client has not asked for one. */
  get listeningStream(): SessionStream | undefined {
    return this.listening;
  }

  /** Adds the stream for what belongs to no request. @param replay makes it resumable */
  openListeningStream(replay?: Replay): SessionStream {
    const epoch = this.epoch + this.listenedCount++;
    this.listening = this.addStream(new SessionStream(this, LISTENING_STREAM, replay, epoch));
    return this.listening;
  }

  /** Adds a stream for the messages of some requests. */
  openStream(replay?: Replay): SessionStream {
    return this.addStream(new SessionStream(this, ++this.openedCount, replay, this.epoch));
  }

  private addStream(stream: SessionStream): SessionStream {
    // What a list grows by, in place or by spreading, has room for sixteen more: in each of thousands of sessions.
    this.opened = this.opened.concat(stream);
    return stream;
  }

  /** Forgets a stream that nobody comes back for. */
  closeStream(stream: SessionStream): void {
    this.opened = this.opened.filter((one) => one !== stream);
    if (this.listening === stream) this.listening = undefined;
    stream.complete();
  }

  /** Takes a message that belongs to no request to its client, if that listens. */
  push(message: string): void {
    this.listening?.push(message);
  }

  protected override onIdle(): void {
    this.endIfIdle();
  }

  /** Ends the session as soon as no call waits for an answer. */
  endWhenIdle(reason: SessionEndReason): void {
    if (!this.endsWhenIdle) this.leavesAtMs = performance.now();
    this.endsWhenIdle ??= reason;
    this.endIfIdle();
  }

  /** Ends it where that waits for its calls alone. A shutdown waits too for a client that comes back for an answer. */
  endIfIdle(): void {
    if (!this.endsWhenIdle || this.calls.size > 0) return;
    if (this.endsWhenIdle !== 'shutdown' || !this.owesAnswers) this.end(this.endsWhenIdle);
  }

  /** Completes the streams; calls that still wait are aborted. */
  end(reason: SessionEndReason): void {
    if (this.ended) return;
    this.ended = reason;
    this.abortCalls(reason === 'shutdown' ? 'shutdown' : 'disconnected');
    for (const stream of this.opened) stream.complete();
  }
}
