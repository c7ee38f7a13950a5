import type { Session } from './session.js';

/** Sessions without a stream: each waits for its client for a time. */
export class WaitingSessions {
  private readonly timers = new Map<Session, NodeJS.Timeout>();

  /** @param onExpired gets a session whose client did not come back in time */
  constructor(private readonly onExpired: (session: Session) => void) {}

  all(): Iterable<Session> {
    return this.timers.keys();
  }

  add(session: Session, idleMs: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(session);
      this.onExpired(session);
    }, idleMs);
    this.timers.set(session, timer);
  }

  /** Its client came back, or it has ended. */
  remove(session: Session): void {
    clearTimeout(this.timers.get(session));
    this.timers.delete(session);
  }
}
