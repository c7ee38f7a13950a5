import type { Principal } from '../callers/index.js';
import { ResumeKeys } from './resume-keys.js';
import type { Session } from './session.js';

/**
 * Keeps the sessions. Bind another one to share them between replicas. What it gives may be a promise: it is waited for, and
 * the request is refused if it rejects.
 */
export abstract class SessionStore {
  /** Those that this replica holds. */
  abstract all(): Iterable<Session>;

  abstract findById(id: string): Session | undefined | PromiseLike<Session | undefined>;

  /** The session that a principal can take up again by a key. */
  abstract findByResumeKey(
    principal: Principal,
    key: string,
  ): Session | undefined | PromiseLike<Session | undefined>;

  /** A session has opened. Its client hears of it once the store has it. */
  abstract add(session: Session): void | PromiseLike<void>;

  /** A session has ended. @returns whether this replica held it */
  abstract remove(session: Session): boolean;
}

/** The default: sessions end with their replica. */
export class MemorySessionStore extends SessionStore {
  private readonly byId = new Map<string, Session>();
  private readonly keys = new ResumeKeys();

  all(): Iterable<Session> {
    return this.byId.values();
  }

  findById(id: string): Session | undefined {
    return this.byId.get(id);
  }

  findByResumeKey(principal: Principal, key: string): Session | undefined {
    return this.keys.findSession(principal, key);
  }

  add(session: Session): void {
    this.byId.set(session.sessionId, session);
    this.keys.add(session);
  }

  remove(session: Session): boolean {
    if (!this.byId.delete(session.sessionId)) return false;
    this.keys.remove(session);
    return true;
  }
}
