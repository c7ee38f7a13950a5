import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../json-rpc/index.js';
import { AccessError, ConfigurationError } from '../protocol/index.js';
import { CredentialSources } from '../transport/admission/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions, type StaticTokenOptions } from './auth.options.js';
import { ReloadedTokens } from './reloaded-tokens.js';
import { Revocation } from './revocation.js';
import { parseStaticTokens, sha256Of, type StaticToken } from './static-token.js';
import { SupportedScopes } from './supported-scopes.js';
import { TokenVerifier } from './token.verifier.js';

const MIN_TOKEN_LENGTH = 32;

/** Knows the tokens of `AUTH_TOKEN`, `AUTH_TOKENS` and `AUTH_TOKENS_FILE`, by their hashes only. */
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
      ...(token === undefined ? [] : [toDefaultToken(token, this.supported)]),
      ...(tokens === undefined ? [] : parseStaticTokens(tokens, 'AUTH_TOKENS')),
    ];
    if (tokensFile === undefined) return;
    this.file = new ReloadedTokens(tokensFile, reloadMs, this.revocation);
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
}

function toDefaultToken(token: string, supported: SupportedScopes): StaticToken {
  if (token.length < MIN_TOKEN_LENGTH)
    throw new ConfigurationError(`AUTH_TOKEN must have at least ${MIN_TOKEN_LENGTH} characters`);
  const principal = Object.freeze({
    id: 'default',
    get scopes() {
      return supported.everything;
    },
  });
  return { sha256: sha256Of(token), principal };
}
