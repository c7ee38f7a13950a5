import { Injectable } from '@nestjs/common';
import type { Principal } from '../callers/index.js';
import { SessionsService } from '../sessions/index.js';
import { VerifiedTokens } from './verified-tokens.js';

const MAX_REVOKED = 10_000;

/** Takes back what was proved before: to be injected where a token is withdrawn, or a user is locked out. */
@Injectable()
export class Revocation {
  /** When each principal was revoked, the longest ago first. */
  private readonly revokedAtMs = new Map<string, number>();

  constructor(
    private readonly sessions: SessionsService,
    private readonly verified: VerifiedTokens,
  ) {}

  /**
   * Ends the sessions of a principal on this replica, with their calls. JSON Web Tokens that were issued to it so far are
   * refused from now on; static tokens and a `TokenVerifier` are asked again, and have to refuse by then.
   */
  revoke(principalId: string): void {
    this.revokedAtMs.delete(principalId);
    this.revokedAtMs.set(principalId, Date.now());
    const [oldest] = this.revokedAtMs.keys();
    if (this.revokedAtMs.size > MAX_REVOKED) this.revokedAtMs.delete(oldest!);
    this.revokeAll(({ id }) => id === principalId);
  }

  /** The same for credentials, not for everything of a principal. */
  revokeAll(isRevoked: (principal: Principal) => boolean): void {
    this.verified.forget(isRevoked);
    this.sessions.revoke(isRevoked);
  }

  /** Whether a principal was revoked since its token was issued. @param issuedAtSeconds its `iat` */
  isRevoked(principalId: string, issuedAtSeconds: number | undefined): boolean {
    const revokedAtMs = this.revokedAtMs.get(principalId);
    return revokedAtMs !== undefined && (issuedAtSeconds ?? 0) * 1000 <= revokedAtMs;
  }
}
