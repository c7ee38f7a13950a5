import type { Caller } from '../callers/index.js';
import type { Attachment } from './attachment.js';
import type { CredentialExpiry } from './credential-expiry.js';
import type { OpenStreams } from './open-streams.js';
import type { ResumePoint } from './resume-point.js';
import type { SessionEndReason } from './session-end.js';
import type { SessionPlaces } from './session-places.js';
import type { Session } from './session.js';
import type { PlaceRequest } from './stream-request.js';
import { WaitingSessions } from './waiting-sessions.js';

/** The connections that carry the streams of sessions, and the sessions that wait for one. Caps count both. */
export class Attachments {
  private readonly waiting = new WaitingSessions((session) => this.end(session, 'expired'));

  /** @param end ends a session, of which {@link forget} is told then */
  constructor(
    private readonly streams: OpenStreams,
    private readonly places: SessionPlaces,
    private readonly expiry: CredentialExpiry,
    private readonly end: (session: Session, reason: SessionEndReason) => void,
  ) {}

  /**
   * Makes room for one more stream of a caller.
   * @param known the session that is taken up or replaced
   * @throws UnavailableError when there is none
   */
  claimPlace(request: PlaceRequest, known?: Session): void {
    const hasStream = known !== undefined && this.isOpen(known);
    const evicted = this.places.claim(request, known, hasStream);
    if (evicted) this.end(evicted, 'evicted');
  }

  /** A connection carries a stream from now on, in place of the one so far. */
  attach(session: Session, { stream, after }: ResumePoint): Attachment {
    this.waiting.remove(session);
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

  /** A client may come back from another address. */
  changeCaller(session: Session, caller: Caller): void {
    const open = session.streams.filter((stream) => this.streams.has(stream));
    for (const _ of open) this.places.detach(session);
    this.places.remove(session);
    session.caller = caller;
    this.places.add(session);
    for (const _ of open) this.places.attach(session);
  }

  /** Ends the sessions that wait for their client; those whose calls are answered in POSTs, behind the answers, once they are fetched. */
  endWaiting(reason: SessionEndReason): void {
    for (const session of this.waiting.all()) {
      if (session.waitsForCalls) session.endWhenIdle(reason);
      if (!session.waitsForCalls || session.endReason) this.end(session, reason);
    }
  }

  /** A session has ended. */
  forget(session: Session): void {
    this.places.remove(session);
    this.waiting.remove(session);
  }

  /** A session has no stream: it lives on for its idle time, which begins anew. */
  wait(session: Session): void {
    const { lifetime } = session;
    if (lifetime.kind === 'stream' || this.isOpen(session)) return;
    this.places.wait(session);
    this.waiting.add(session, lifetime.idleMs);
  }

  /** The app ends. */
  stop(): void {
    this.waiting.stop();
  }

  private release({ session, stream, events }: Attachment): void {
    // Another connection may carry the stream by now.
    if (events !== stream.events || !this.streams.remove(stream)) return;
    this.expiry.remove(session.caller.principal);
    this.places.detach(session);
    const { endReason, lifetime } = session;
    if (endReason) this.end(session, endReason);
    else if (lifetime.kind === 'stream') this.end(session, 'disconnected');
    else this.wait(session);
  }

  private isOpen({ streams }: Session): boolean {
    return streams.some((stream) => this.streams.has(stream));
  }
}
