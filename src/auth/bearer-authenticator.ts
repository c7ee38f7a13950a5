import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { hasScope, type Principal, UNAUTHENTICATED } from '../callers/index.js';
import { AccessRules } from '../features/index.js';
import { AccessError, ConfigurationError, isThenable } from '../protocol/index.js';
import { Authenticator } from '../transport/admission/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';
import { readBearerToken } from './bearer-token.js';
import { checkPrincipal } from './check-principal.js';
import { JwtVerifier } from './jwt-verifier.js';
import { type NamedAuthOption, nameOf } from './option-names.js';
import { StaticTokenVerifier } from './static-token-verifier.js';
import { SupportedScopes } from './supported-scopes.js';
import { TokenVerifier } from './token-verifier.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Knows callers by the token in their Authorization header, which every request has to bring. */
@Injectable()
export class BearerAuthenticator extends Authenticator implements OnModuleInit {
  private readonly verifier: TokenVerifier;
  private readonly verifiedMs: number;
  /** Verifications that run: one for each token, however many requests bring it. */
  private readonly pending = new Map<string, Promise<Principal>>();

  constructor(
    private readonly verified: VerifiedTokens,
    private readonly rules: AccessRules,
    private readonly scopes: SupportedScopes,
    tokens: StaticTokenVerifier,
    jwt: JwtVerifier,
    @Inject(AUTH_OPTIONS) private readonly options: AuthModuleOptions,
    @Optional() private readonly own?: TokenVerifier,
  ) {
    super();
    this.verifiedMs = options.verifiedMs ?? 300_000;
    this.verifier = own ?? (options.jwt ? jwt : tokens);
  }

  /** @throws ConfigurationError when there is nothing that could know a token */
  onModuleInit(): void {
    const { bearer, jwt } = this.options;
    if (!this.own && !jwt && !StaticTokenVerifier.isConfigured(bearer))
      throw new ConfigurationError(
        `${this.named('bearer')} needs ${this.named('bearer.token')}, ${this.named('bearer.tokens')} or ${this.named('bearer.tokensFile')}, or a TokenVerifier that a global module exports`,
      );
  }

  private named(option: NamedAuthOption): string {
    return nameOf(this.options, option);
  }

  /** @throws AccessError, UnavailableError */
  authenticate(request: IncomingMessage): Principal | Promise<Principal> {
    const token = readBearerToken(request);
    if (token === undefined) return this.withoutToken();
    const hash = VerifiedTokens.hashOf(token);
    const known = this.verified.findPrincipal(hash);
    if (known) return this.checkScopes(known);
    const verified = this.verify(token, hash);
    return isThenable(verified)
      ? verified.then((principal) => this.checkScopes(principal))
      : this.checkScopes(verified);
  }

  private withoutToken(): Principal {
    if (this.rules.isAnythingPublic) return UNAUTHENTICATED;
    throw new AccessError('unauthenticated', 'Credentials are needed: send "Authorization: Bearer <token>"');
  }

  private checkScopes(principal: Principal): Principal {
    const { required } = this.scopes;
    if (required.every((scope) => hasScope(principal, scope))) return principal;
    const message = `More scopes are needed: ${required.join(' ')}`;
    throw new AccessError('insufficient-scope', message, required);
  }

  private verify(token: string, hash: string): Principal | Promise<Principal> {
    const running = this.pending.get(hash);
    if (running) return running;
    const { generation } = this.verified;
    const principal = this.verifier.verify(token);
    if (!isThenable(principal)) return this.keep(hash, principal);
    const settled = Promise.resolve(principal)
      .finally(() => this.pending.delete(hash))
      .then((known) =>
        generation === this.verified.generation ? this.keep(hash, known) : this.verify(token, hash),
      );
    this.pending.set(hash, settled);
    return settled;
  }

  private keep(hash: string, principal: Principal): Principal {
    if (this.own) checkPrincipal(principal, 'The TokenVerifier');
    this.verified.add(hash, principal, this.verifiedMs);
    return principal;
  }
}
