import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import type { Caller, Principal } from '../callers/index.js';
import { andThen, isThenable } from '../protocol/index.js';
import type { Attachment } from './attachment.js';
import { Attachments } from './attachments.js';
import { CredentialExpiry } from './credential-expiry.js';
import { OpenStreams } from './open-streams.js';
import { Outbox } from './outbox.js';
import { ReplayBudget } from './replay-budget.js';
import { resumePoint } from './resume-point.js';
import type { SessionEndReason } from './session-end.js';
import { ENDS_WITH_STREAM, type SessionLifetime } from './session-lifetime.js';
import { SessionPlaces } from './session-places.js';
import { MemorySessionStore, SessionStore } from './session-store.js';
import { Session } from './session.js';
import { SessionsOptions } from './sessions.options.js';
import { SessionObservers } from './session-observer.js';
import type { StreamRequest } from './stream-request.js';

/** Sessions, from the stream that opens one to its end: found by their id, taken up again by their key. */
@Injectable()
export class SessionsService implements OnModuleDestroy {
  private readonly expiry = new CredentialExpiry((principalIds) => this.endExpired(principalIds));
  private readonly places: SessionPlaces;
  private readonly attachments: Attachments;
  private readonly replay: ReplayBudget;
  /** Of sessions that their clients can take up again. */
  private readonly idle: SessionLifetime;

  constructor(
    private readonly observers: SessionObservers,
    streams: OpenStreams,
    @Optional() private readonly store: SessionStore = new MemorySessionStore(),
    @Optional() private readonly options: SessionsOptions = new SessionsOptions(),
  ) {
    this.replay = new ReplayBudget(options.replayTotalBytes);
    this.idle = { kind: 'idle', idleMs: options.replayMs };
    this.places = new SessionPlaces(options);
    this.attachments = new Attachments(streams, this.places, this.expiry, (session, reason) =>
      this.end(session, reason),
    );
  }

  all(): Iterable<Session> {
    return this.store.all();
  }

  /**
   * @returns the session if it is the caller's own; another principal's is as unknown as none. A promise where the store has
   * to be waited for
   */
  findSession(id: string, caller: Caller): Session | undefined | PromiseLike<Session | undefined> {
    return andThen(this.store.findById(id), (session) =>
      session?.caller.principal.id === caller.principal.id ? session : undefined,
    );
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

  /** Newer credentials of a principal were seen: its streams last as long as these do. */
  renew(principal: Principal): void {
    this.expiry.renew(principal);
  }

  /** Ends the sessions that were opened with credentials that are no longer good. */
  revoke(isRevoked: (principal: Principal) => boolean): void {
    for (const session of this.store.all())
      if (isRevoked(session.caller.principal)) this.end(session, 'revoked');
  }

  /** Ends the sessions that wait for their client. */
  endWaiting(reason: SessionEndReason): void {
    this.attachments.endWaiting(reason);
  }

  onModuleDestroy(): void {
    this.expiry.stop();
  }

  /** A stream whose credentials have ended still gets the answers of its calls. */
  private endExpired(principalIds: ReadonlySet<string>): void {
    for (const session of this.store.all())
      if (principalIds.has(session.caller.principal.id)) session.endWhenIdle('credentials-expired');
  }

  private resumeSession(known: Session, request: StreamRequest): Attachment | PromiseLike<Attachment> {
    const point = resumePoint(known, request.lastEventId);
    this.attachments.claimPlace(request, known);
    if (!point) {
      this.end(known, 'replaced');
      return this.keepSession(request);
    }
    this.attachments.changeCaller(known, request.caller);
    this.observers.sessionResumed(known, point.stream.last - point.after);
    return this.attachments.attach(known, point);
  }

  private beginSession(request: StreamRequest): Attachment | PromiseLike<Attachment> {
    this.attachments.claimPlace(request);
    return this.keepSession(request);
  }

  /** Opens a session in the place that was claimed for it. Its client hears of it once the store has it. */
  private keepSession(request: StreamRequest): Attachment | PromiseLike<Attachment> {
    const session = this.createSession(request);
    this.places.add(session);
    const kept = this.store.add(session);
    if (!isThenable(kept)) return this.attachFirst(session);
    return kept.then(
      () => this.attachFirst(session),
      (error: unknown) => {
        this.places.remove(session);
        throw error;
      },
    );
  }

  private createSession({ caller, wire, revision, resumeKey }: StreamRequest): Session {
    const sessionId = randomBytes(16).toString('base64url');
    const isResumable = resumeKey !== undefined;
    const lifetime = isResumable ? this.idle : ENDS_WITH_STREAM;
    const session = new Session({ sessionId, caller, wire, revision, lifetime, resumeKey });
    session.openStream(isResumable ? { outbox: new Outbox(this.options), budget: this.replay } : undefined);
    return session;
  }

  private attachFirst(session: Session): Attachment {
    this.observers.sessionOpened(session);
    const [stream] = session.streams;
    return this.attachments.attach(session, { stream: stream!, after: 0 });
  }

  private end(session: Session, reason: SessionEndReason): void {
    session.end(reason);
    if (!this.store.remove(session)) return;
    this.attachments.forget(session);
    this.observers.sessionEnded(session, reason);
  }
}
