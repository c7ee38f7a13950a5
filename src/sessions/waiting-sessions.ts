import type { Session } from './session.js';

/** Sessions without a stream: each waits for its client for a time, which begins anew with each message. */
export class WaitingSessions {
  private readonly timers = new Map<Session, NodeJS.Timeout>();
  private isStopped = false;

  /** @param onExpired gets a session whose client did not come back in time */
  constructor(private readonly onExpired: (session: Session) => void) {}

  all(): Iterable<Session> {
    return this.timers.keys();
  }

  /** A session that waits already goes on with its timer, which looks when its client was last seen. */
  add(session: Session, idleMs: number): void {
    session.seenAtMs = performance.now();
    if (!this.isStopped && !this.timers.has(session)) this.watch(session, idleMs, idleMs);
  }

  /** Its client came back, or it has ended. */
  remove(session: Session): void {
    clearTimeout(this.timers.get(session));
    this.timers.delete(session);
  }

  /** The app ends: connections that close from now on leave no timer. */
  stop(): void {
    this.isStopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private watch(session: Session, idleMs: number, delayMs: number): void {
    const timer = setTimeout(() => {
      const leftMs = Math.max(session.seenAtMs + idleMs, session.keptUntilMs) - performance.now();
      if (session.isKeptByCalls) this.watch(session, idleMs, idleMs);
      else if (leftMs > 1) this.watch(session, idleMs, leftMs);
      else {
        this.timers.delete(session);
        this.onExpired(session);
      }
    }, delayMs);
    this.timers.set(session, timer);
  }
}
