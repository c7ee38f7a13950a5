import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../json-rpc/index.js';
import { AccessError, ConfigurationError } from '../protocol/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions, type StaticTokenOptions } from './auth.options.js';
import { Revocation } from './revocation.js';
import { parseStaticTokens, sha256Of, type StaticToken } from './static-token.js';
import { SupportedScopes } from './supported-scopes.js';
import { TokenFile } from './token-file.js';
import { TokenVerifier } from './token.verifier.js';

const MIN_TOKEN_LENGTH = 32;

/** Knows the tokens of `AUTH_TOKEN`, `AUTH_TOKENS` and `AUTH_TOKENS_FILE`, by their hashes only. */
@Injectable()
export class StaticTokenVerifier extends TokenVerifier implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Auth');
  private fixed: readonly StaticToken[] = [];
  private ofFile: readonly StaticToken[] = [];
  private file: TokenFile | undefined;

  constructor(
    @Inject(AUTH_OPTIONS) private readonly options: AuthModuleOptions,
    private readonly revocation: Revocation,
    private readonly supported: SupportedScopes,
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
    this.ofFile = readFirst(tokensFile);
    this.file = new TokenFile(
      tokensFile,
      reloadMs,
      (text) => this.reload(parseStaticTokens(text, 'AUTH_TOKENS_FILE')),
      (error) => this.logger.error(`The tokens so far stay valid: ${messageOf(error)}`),
    );
  }

  /** Takes as long for every token, so that nobody finds one byte by byte. */
  verify(token: string): Principal {
    const sha256 = sha256Of(token);
    let found: Principal | undefined;
    for (const known of [...this.fixed, ...this.ofFile])
      if (timingSafeEqual(known.sha256, sha256)) found = known.principal;
    if (!found) throw new AccessError('unauthenticated', 'The token is not valid');
    return found;
  }

  onModuleDestroy(): void {
    this.file?.close();
  }

  /** A line that is as it was keeps its principal, and with it its streams. */
  private reload(tokens: readonly StaticToken[]): void {
    const before = new Map(this.ofFile.map((token) => [keyOf(token), token]));
    const after = tokens.map((token) => before.get(keyOf(token)) ?? token);
    const kept = new Set(after);
    const gone = new Set(this.ofFile.filter((token) => !kept.has(token)).map(({ principal }) => principal));
    const added = after.length - (this.ofFile.length - gone.size);
    this.ofFile = after;
    if (gone.size > 0) this.revocation.revokeAll((principal) => gone.has(principal));
    if (gone.size + added > 0)
      this.logger.log(`AUTH_TOKENS_FILE was read again: ${added} new, ${gone.size} gone`);
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

function readFirst(path: string): StaticToken[] {
  try {
    return parseStaticTokens(TokenFile.read(path), 'AUTH_TOKENS_FILE');
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(`AUTH_TOKENS_FILE cannot be read: ${messageOf(error)}`);
  }
}

function keyOf({ sha256, principal }: StaticToken): string {
  return [principal.id, sha256.toString('hex'), ...principal.scopes].join(' ');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
