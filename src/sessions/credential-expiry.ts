import type { Principal } from '../callers/index.js';
import { PrincipalStreams } from './principal-streams.js';

const CHECK_MS = 1_000;

/** Sees when the credentials end that open streams hang on. It looks once a second, as long as a stream hangs on any. */
export class CredentialExpiry {
  private readonly streams = new PrincipalStreams();
  private timer: NodeJS.Timeout | undefined;

  /** @param endSessionsOf gets the ids of principals whose credentials have ended */
  constructor(private readonly endSessionsOf: (principalIds: ReadonlySet<string>) => void) {}

  /** A stream has opened. */
  add(principal: Principal): void {
    this.streams.add(principal);
    if (this.streams.hasExpiring) this.timer ??= setInterval(this.check, CHECK_MS);
  }

  /** A stream has ended. */
  remove(principal: Principal): void {
    this.streams.remove(principal);
  }

  /** Newer credentials of a principal were seen: its streams last as long as these do. */
  renew(principal: Principal): void {
    this.streams.renew(principal);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private readonly check = (): void => {
    const expired = new Set(this.streams.expiredAt(Date.now()));
    if (expired.size > 0) this.endSessionsOf(expired);
    if (!this.streams.hasExpiring) this.stop();
  };
}
