import type { Principal } from '../callers/index.js';

/**
 * Whose token is this? A global module that exports one has it asked in place of the configured tokens. What it says is
 * believed until `expiresAtMs`, and for five minutes at most.
 */
export abstract class TokenVerifier {
  /**
   * @throws AccessError with `unauthenticated` for a token that is not valid
   * @throws UnavailableError while nobody can know
   */
  abstract verify(token: string): Principal | Promise<Principal>;
}
