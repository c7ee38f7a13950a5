import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import { AlwaysAvailable, Availability } from '../availability/index.js';
import type { Caller, Principal } from '../callers/index.js';
import { CallOptions } from '../json-rpc/index.js';
import { andThen, isThenable, type SessionWire } from '../protocol/index.js';
import type { Attachment } from './attachment.js';
import { Attachments } from './attachments.js';
import { CredentialExpiry } from './credential-expiry.js';
import { FinishedStreams } from './finished-streams.js';
import { LoneStreams } from './lone-streams.js';
import { OpenStreams } from './open-streams.js';
import { Outbox } from './outbox.js';
import { ReplayBudget } from './replay-budget.js';
import { countMissed, isOfListeningStream, resumePoint } from './resume-point.js';
import { SealedSessions } from './sealed-sessions.js';
import type { SessionEndReason } from './session-end.js';
import { ENDS_WITH_STREAM, type SessionLifetime } from './session-lifetime.js';
import { SessionPlaces } from './session-places.js';
import { sessionIdOf } from './session-seal.js';
import { MemorySessionStore, SessionStore } from './session-store.js';
import { Session } from './session.js';
import type { Replay, SessionStream } from './session-stream.js';
import { SessionsOptions } from './sessions.options.js';
import { SessionObservers } from './session-observer.js';
import type { PlaceRequest, StreamRequest } from './stream-request.js';

/** Sessions, from the stream that opens one to its end: found by their id, taken up again by their key. */
@Injectable()
export class SessionsService implements OnModuleDestroy {
  /** Those that any process with the same keys takes up. */
  readonly sealed: SealedSessions;
  readonly lone: LoneStreams;
  private readonly expiry = new CredentialExpiry((principalIds) => this.endExpired(principalIds));
  private readonly places: SessionPlaces;
  private readonly attachments: Attachments;
  private readonly replay: ReplayBudget;
  private readonly finished: FinishedStreams;
  /** Of sessions that their clients can take up again. */
  private readonly idle: SessionLifetime;

  constructor(
    private readonly observers: SessionObservers,
    streams: OpenStreams,
    @Optional() private readonly store: SessionStore = new MemorySessionStore(),
    @Optional() private readonly options: SessionsOptions = new SessionsOptions(),
    @Optional() availability: Availability = new AlwaysAvailable(),
    @Optional() { maxCallsPerSession }: CallOptions = new CallOptions(),
  ) {
    this.sealed = new SealedSessions(this, options, availability);
    this.replay = new ReplayBudget(options.replayTotalBytes);
    this.finished = new FinishedStreams(options.replayMs, maxCallsPerSession);
    this.idle = { kind: 'idle', idleMs: options.replayMs, waitsForCalls: false };
    this.places = new SessionPlaces(options);
    this.lone = new LoneStreams(streams, this.places, this.expiry);
    this.attachments = new Attachments(streams, this.places, this.expiry, (session, reason) =>
      this.end(session, reason),
    );
  }

  all(): Iterable<Session> {
    return this.store.all();
  }

  /**
   * @param givenId what the client calls it
   * @returns the session if it is the caller's own, and of this wire; another one is as unknown as none. A promise where the
   * store has to be waited for
   */
  findSession(
    givenId: string,
    { principal }: Caller,
    wire: SessionWire,
  ): Session | undefined | PromiseLike<Session | undefined> {
    return andThen(this.store.findById(sessionIdOf(givenId)), (session) => {
      const isOwn = session?.wire === wire && session.caller.principal.id === principal.id;
      return isOwn && session.givenId === givenId ? session : undefined;
    });
  }

  /**
   * The session that the request's key names, if it still knows all that its client missed; else a new one.
   * @returns a promise where the store has to be waited for
   * @throws UnavailableError when there is no room for another stream
   */
  open(request: StreamRequest): Attachment | PromiseLike<Attachment> {
    const { resumeKey, caller } = request;
    if (resumeKey === undefined) return this.beginSession(request);
    return andThen(this.store.findByResumeKey(caller.principal, resumeKey), (known) =>
      known ? this.resumeSession(known, request) : this.beginSession(request),
    );
  }

  /** A session without a stream, which its client names with each message. @throws UnavailableError when there is no room */
  begin(request: StreamRequest): Session | PromiseLike<Session> {
    this.attachments.claimPlace({ ...request, opensStream: false });
    const session = this.createSession(request, {
      kind: 'idle',
      idleMs: this.options.idleMs,
      waitsForCalls: true,
    });
    return andThen(this.keep(session), () => {
      this.observers.sessionOpened(session);
      this.attachments.wait(session);
      return session;
    });
  }

  /**
   * A connection for what belongs to no request, in place of the one so far; or for the stream that `lastEventId` names.
   * @returns nothing where what the client missed of that stream is not kept any more
   * @throws UnavailableError when there is no room for another stream
   */
  listen(session: Session, request: PlaceRequest, lastEventId?: string): Attachment | undefined {
    const point = resumePoint(session, lastEventId);
    if (!point && lastEventId !== undefined && !isOfListeningStream(session, lastEventId)) return undefined;
    this.attachments.claimPlace(request, session);
    this.attachments.changeCaller(session, request.caller);
    if (point) {
      if (lastEventId !== undefined) this.observers.sessionResumed(session, countMissed(point));
      return this.attachments.attach(session, point);
    }
    const lost = session.listeningStream;
    if (lost) session.closeStream(lost);
    const stream = session.openListeningStream(this.newReplay());
    return this.attachments.attach(session, { stream, after: 0 });
  }

  /**
   * A stream for the messages of some requests of a session, which the response of their POST carries.
   * @param count how many there are: where it is one, its notifications may be missed, and its answer comes last
   */
  openStream(session: Session, count: number): SessionStream {
    return session.openStream({ ...this.newReplay(), allowsGaps: count === 1 });
  }

  /** Such a stream goes on without its connection: the server asks its client to come back after a time, and the client finds it. */
  disconnectStream(session: Session, stream: SessionStream, retryMs: number): void {
    stream.disconnect(retryMs);
    session.keptUntilMs = Math.max(session.keptUntilMs, stream.awaitedAtMs + this.options.replayMs);
  }

  /** All requests of such a stream are answered: its client may still come back for what it missed. */
  finishStream(session: Session, stream: SessionStream): void {
    this.finished.add(session, stream);
  }

  /** A client has sent something: a session without a stream lives longer. */
  touch(session: Session): void {
    this.attachments.wait(session);
  }

  /** Its client ends a session. */
  close(session: Session): void {
    this.end(session, 'closed');
  }

  /** Newer credentials of a principal were seen: its streams last as long as these do. */
  renew(principal: Principal): void {
    this.expiry.renew(principal);
  }

  /** Ends the sessions, and streams without one, that were opened with credentials that are no longer good. */
  revoke(isRevoked: (principal: Principal) => boolean): void {
    for (const session of this.store.all())
      if (isRevoked(session.caller.principal)) this.end(session, 'revoked');
    this.lone.end(isRevoked, 'revoked');
  }

  /** Ends the sessions that wait for their client. */
  endWaiting(reason: SessionEndReason): void {
    this.attachments.endWaiting(reason);
  }

  onModuleDestroy(): void {
    this.expiry.stop();
    this.finished.stop();
    this.attachments.stop();
  }

  /** A stream whose credentials have ended still gets the answers of its calls. */
  private endExpired(principalIds: ReadonlySet<string>): void {
    for (const session of this.store.all())
      if (principalIds.has(session.caller.principal.id)) session.endWhenIdle('credentials-expired');
    this.lone.end(({ id }) => principalIds.has(id), 'credentials-expired');
  }

  private resumeSession(known: Session, request: StreamRequest): Attachment | PromiseLike<Attachment> {
    const point = resumePoint(known, request.lastEventId);
    this.attachments.claimPlace(request, known);
    if (!point) {
      this.end(known, 'replaced');
      return this.keepSession(request);
    }
    this.attachments.changeCaller(known, request.caller);
    this.observers.sessionResumed(known, countMissed(point));
    return this.attachments.attach(known, point);
  }

  private beginSession(request: StreamRequest): Attachment | PromiseLike<Attachment> {
    this.attachments.claimPlace(request);
    return this.keepSession(request);
  }

  /** Opens a session in the place that was claimed for it. Its client hears of it once the store has it. */
  private keepSession(request: StreamRequest): Attachment | PromiseLike<Attachment> {
    const isResumable = request.resumeKey !== undefined;
    const session = this.createSession(request, isResumable ? this.idle : ENDS_WITH_STREAM);
    const stream = session.openListeningStream(isResumable ? this.newReplay() : undefined);
    return andThen(this.keep(session), () => {
      this.observers.sessionOpened(session);
      return this.attachments.attach(session, { stream, after: 0 });
    });
  }

  private keep(session: Session): void | PromiseLike<void> {
    this.places.add(session);
    const kept = this.store.add(session);
    if (!isThenable(kept)) return;
    return kept.then(undefined, (error: unknown) => {
      this.places.remove(session);
      throw error;
    });
  }

  private createSession(
    { caller, wire, revision, resumeKey, known }: StreamRequest,
    lifetime: SessionLifetime,
  ): Session {
    const sessionId = randomBytes(16).toString('base64url');
    const session = new Session({ sessionId, caller, wire, revision, lifetime, resumeKey, ...known });
    if (known) void session.update({ ...known.state, isInitialized: true });
    return session;
  }

  private newReplay(): Replay {
    return { outbox: new Outbox(this.options), budget: this.replay };
  }

  private end(session: Session, reason: SessionEndReason): void {
    session.end(reason);
    if (!this.store.remove(session)) return;
    this.attachments.forget(session);
    this.finished.forgetSession(session);
    this.sealed.forget(session, reason);
    this.observers.sessionEnded(session, reason);
  }
}
