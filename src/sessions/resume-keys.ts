import type { Principal } from '../callers/index.js';
import type { Session } from './session.js';

/** Sessions by the key that their client chose. A key is good for its principal alone. */
export class ResumeKeys {
  private readonly byName = new Map<string, Session>();

  findSession(principal: Principal, key: string): Session | undefined {
    return this.byName.get(nameOf(principal, key));
  }

  /** A session without a key is not added. */
  add(session: Session): void {
    if (session.resumeKey !== undefined)
      this.byName.set(nameOf(session.caller.principal, session.resumeKey), session);
  }

  remove({ caller, resumeKey }: Session): void {
    if (resumeKey !== undefined) this.byName.delete(nameOf(caller.principal, resumeKey));
  }
}

/** A key has no space, so no two pairs have one name. */
function nameOf({ id }: Principal, key: string): string {
  return `${id} ${key}`;
}
