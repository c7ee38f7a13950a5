import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import type { Caller, Principal } from '../json-rpc/index.js';
import type { Attachment } from './attachment.js';
import { CredentialExpiry } from './credential-expiry.js';
import { OpenStreams } from './open-streams.js';
import { Outbox } from './outbox.js';
import { ReplayBudget } from './replay.budget.js';
import { type ResumePoint, resumePoint } from './resume-point.js';
import { SessionPlaces, tooManyStreams } from './session-places.js';
import type { SessionEndReason } from './session-end.js';
import { ENDS_WITH_STREAM, type SessionLifetime } from './session-lifetime.js';
import { Session } from './session.js';
import { SessionsOptions } from './sessions.options.js';
import { StreamObservers } from './stream-observer.js';
import type { StreamRequest } from './stream-request.js';

/** The sessions of this replica: opened by a stream, found by their id, resumed by their key. */
@Injectable()
export class SessionsService implements OnModuleDestroy {
  private readonly sessions = new Map<string, Session>();
  private readonly byResumeKey = new Map<string, Session>();
  private readonly expiry = new CredentialExpiry((principalIds) => this.endExpired(principalIds));
  private readonly places: SessionPlaces;
  /** Sessions that wait for their client, the longest waiting first. */
  private readonly waiting = new Map<Session, NodeJS.Timeout>();
  private readonly replay: ReplayBudget;
  /** Of sessions that their clients can take up again. */
  private readonly idle: SessionLifetime;

  constructor(
    private readonly observers: StreamObservers,
    private readonly streams: OpenStreams,
    @Optional() private readonly options: SessionsOptions = new SessionsOptions(),
  ) {
    this.replay = new ReplayBudget(options.replayTotalBytes);
    this.idle = { kind: 'idle', idleMs: options.replayMs };
    this.places = new SessionPlaces(options);
  }

  all(): Iterable<Session> {
    return this.sessions.values();
  }

  /** @returns the session if it is the caller's own; another principal's is as unknown as none */
  find(id: string, caller: Caller): Session | undefined {
    const session = this.sessions.get(id);
    return session?.caller.principal.id === caller.principal.id ? session : undefined;
  }

  /**
   * The session that the request's key names, if it still knows all that its client missed; else a new one.
   * @throws UnavailableError when there is no room for another stream
   */
  open(request: StreamRequest): Attachment {
    const { resumeKey, caller } = request;
    const key = resumeKey && `${caller.principal.id} ${resumeKey}`;
    const known = key ? this.byResumeKey.get(key) : undefined;
    const point = known && resumePoint(known, request.lastEventId);
    this.claimPlace(request, known);
    if (known && point) {
      this.changeCaller(known, caller);
      this.observers.sessionResumed(known, point.stream.last - point.after);
      return this.attach(known, point);
    }
    if (known) this.end(known, 'replaced');
    this.makeRoom();
    const session = this.create(request, key);
    const replay = key ? { outbox: new Outbox(this.options), budget: this.replay } : undefined;
    return this.attach(session, { stream: session.openStream(replay), after: 0 });
  }

  /** Newer credentials of a principal were seen: its streams last as long as these do. */
  renew(principal: Principal): void {
    this.expiry.renew(principal);
  }

  /** Ends the sessions that were opened with credentials that are no longer good. */
  revoke(isRevoked: (principal: Principal) => boolean): void {
    for (const session of this.sessions.values())
      if (isRevoked(session.caller.principal)) this.end(session, 'revoked');
  }

  /** Ends the sessions that wait for their client. */
  endWaiting(reason: SessionEndReason): void {
    for (const session of this.waiting.keys()) this.end(session, reason);
  }

  onModuleDestroy(): void {
    this.expiry.stop();
  }

  /** A stream whose credentials have ended still gets the answers of its calls. */
  private endExpired(principalIds: ReadonlySet<string>): void {
    for (const session of this.sessions.values())
      if (principalIds.has(session.caller.principal.id)) session.endWhenIdle('credentials-expired');
  }

  private create({ caller, revision }: StreamRequest, key: string | undefined): Session {
    const sessionId = randomBytes(16).toString('base64url');
    const lifetime = key ? this.idle : ENDS_WITH_STREAM;
    const session = new Session({ sessionId, caller, revision, lifetime, resumeName: key });
    this.sessions.set(sessionId, session);
    this.places.add(session);
    if (key) this.byResumeKey.set(key, session);
    this.observers.sessionOpened(session);
    return session;
  }

  private attach(session: Session, { stream, after }: ResumePoint): Attachment {
    clearTimeout(this.waiting.get(session));
    this.waiting.delete(session);
    if (this.streams.add(stream)) {
      this.expiry.add(session.caller.principal);
      this.places.attach(session);
    }
    const attachment: Attachment = {
      session,
      stream,
      after,
      events: stream.takeOver(after),
      release: () => this.release(attachment),
    };
    return attachment;
  }

  private release(attachment: Attachment): void {
    const { session, stream, events } = attachment;
    // Another connection may carry the stream by now.
    if (events !== stream.events || !this.streams.remove(stream)) return;
    this.expiry.remove(session.caller.principal);
    this.places.detach(session);
    if (session.endReason) this.forget(session, session.endReason);
    else if (session.lifetime.kind === 'stream') this.end(session, 'disconnected');
    else this.wait(session, session.lifetime.idleMs);
  }

  private wait(session: Session, idleMs: number): void {
    const timer = setTimeout(() => this.end(session, 'expired'), idleMs);
    this.waiting.set(session, timer);
    this.places.wait(session);
  }

  private isOpen({ streams }: Session): boolean {
    return streams.some((stream) => this.streams.has(stream));
  }

  /** A client may come back from another address. */
  private changeCaller(session: Session, caller: Caller): void {
    const hasStream = this.isOpen(session);
    if (hasStream) this.places.detach(session);
    this.places.remove(session);
    session.caller = caller;
    this.places.add(session);
    if (hasStream) this.places.attach(session);
  }

  private end(session: Session, reason: SessionEndReason): void {
    session.end(reason);
    this.forget(session, reason);
  }

  private forget(session: Session, reason: SessionEndReason): void {
    if (!this.sessions.delete(session.sessionId)) return;
    this.places.remove(session);
    clearTimeout(this.waiting.get(session));
    this.waiting.delete(session);
    if (session.resumeName) this.byResumeKey.delete(session.resumeName);
    this.observers.sessionEnded(session, reason);
  }

  /** @throws UnavailableError when there is no room for another stream */
  private claimPlace(request: StreamRequest, known: Session | undefined): void {
    const hasStream = known !== undefined && this.isOpen(known);
    if (!hasStream && this.streams.count >= this.options.maxSessions) throw tooManyStreams();
    const evicted = this.places.claim(request, known, hasStream);
    if (evicted) this.end(evicted, 'evicted');
  }

  /** Sessions that wait for their client only fill what open streams leave. */
  private makeRoom(): void {
    const [longestWaiting] = this.waiting.keys();
    if (this.sessions.size >= this.options.maxSessions && longestWaiting) this.end(longestWaiting, 'evicted');
  }
}
