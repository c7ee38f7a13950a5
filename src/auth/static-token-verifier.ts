import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../callers/index.js';
import { AccessError, ConfigurationError } from '../protocol/index.js';
import { CredentialSources } from '../transport/admission/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions, type StaticTokenOptions } from './auth.options.js';
import { nameOf } from './option-names.js';
import { ReloadedTokens } from './reloaded-tokens.js';
import { Revocation } from './revocation.js';
import { parseStaticTokens, sha256Of, type StaticToken } from './static-token.js';
import { SupportedScopes } from './supported-scopes.js';
import { TokenVerifier } from './token-verifier.js';

const MIN_TOKEN_LENGTH = 32;

/** Knows the tokens of {@link StaticTokenOptions}, by their hashes only. */
@Injectable()
export class StaticTokenVerifier extends TokenVerifier implements OnModuleInit, OnModuleDestroy {
  private fixed: readonly StaticToken[] = [];
  private file: ReloadedTokens | undefined;

  constructor(
    @Inject(AUTH_OPTIONS) private readonly options: AuthModuleOptions,
    private readonly revocation: Revocation,
    private readonly supported: SupportedScopes,
    private readonly sources: CredentialSources,
  ) {
    super();
  }

  static isConfigured({ token, tokens, tokensFile }: StaticTokenOptions = {}): boolean {
    return [token, tokens, tokensFile].some((given) => given !== undefined);
  }

  /** @throws ConfigurationError for tokens that cannot be read */
  onModuleInit(): void {
    const { token, tokens, tokensFile, reloadMs = 1_000 } = this.options.bearer ?? {};
    this.fixed = [
      ...(token === undefined ? [] : [this.toDefaultToken(token)]),
      ...(tokens === undefined ? [] : parseStaticTokens(tokens, nameOf(this.options, 'bearer.tokens'))),
    ];
    if (tokensFile === undefined) return;
    this.file = new ReloadedTokens(
      tokensFile,
      nameOf(this.options, 'bearer.tokensFile'),
      reloadMs,
      this.revocation,
    );
    this.sources.add(this.file);
  }

  /** Takes as long for every token, so that nobody finds one byte by byte. */
  verify(token: string): Principal {
    const sha256 = sha256Of(token);
    let found: Principal | undefined;
    for (const known of [...this.fixed, ...(this.file?.current ?? [])])
      if (timingSafeEqual(known.sha256, sha256)) found = known.principal;
    if (!found) throw new AccessError('unauthenticated', 'The token is not valid');
    return found;
  }

  onModuleDestroy(): void {
    this.file?.close();
  }

  private toDefaultToken(token: string): StaticToken {
    if (token.length < MIN_TOKEN_LENGTH)
      throw new ConfigurationError(
        `${nameOf(this.options, 'bearer.token')} must have at least ${MIN_TOKEN_LENGTH} characters`,
      );
    const { supported } = this;
    const principal = Object.freeze({
      id: 'default',
      get scopes() {
        return supported.everything;
      },
    });
    return { sha256: sha256Of(token), principal };
  }
}
