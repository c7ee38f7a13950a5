import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import type * as Jose from 'jose';
import type { Principal } from '../callers/index.js';
import { AccessError, ConfigurationError, ProtocolError } from '../protocol/index.js';
import { CredentialSources } from '../transport/admission/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';
import { checkPrincipal } from './check-principal.js';
import { type JwtRules, toJwtRules } from './jwt-rules.js';
import { nameOf } from './option-names.js';
import { ProtectedResource } from './protected-resource.js';
import { RemoteKeys } from './remote-keys.js';
import { Revocation } from './revocation.js';
import { freezeClaims, pickClaims, readClaim } from './token-claims.js';
import { isOtherKind } from './token-kind.js';
import { TokenVerifier } from './token-verifier.js';

/** Verifies the JSON Web Tokens of one issuer, by the keys that it publishes. */
@Injectable()
export class JwtVerifier extends TokenVerifier implements OnModuleInit {
  private rules!: JwtRules;
  private jose!: typeof Jose;
  private keys!: RemoteKeys;

  constructor(
    @Inject(AUTH_OPTIONS) private readonly options: AuthModuleOptions,
    private readonly revocation: Revocation,
    private readonly resource: ProtectedResource,
    private readonly sources: CredentialSources,
    @Optional() private readonly own?: TokenVerifier,
  ) {
    super();
  }

  /**
   * Loads jose, which nobody else needs, and asks for the keys before the first token comes.
   * @throws ConfigurationError for options that are not enough
   */
  async onModuleInit(): Promise<void> {
    const { jwt } = this.options;
    if (!jwt) return;
    if (jwt.issuer === undefined)
      throw new ConfigurationError(
        `${nameOf(this.options, 'jwt')} needs ${nameOf(this.options, 'jwt.issuer')}: the \`iss\` of the tokens that are taken`,
      );
    if (this.own) return;
    this.rules = toJwtRules(this.options, this.resource);
    this.jose = await import('jose');
    this.keys = new RemoteKeys(this.jose, this.rules.jwksUrl, this.options);
    this.sources.add(this.keys);
    this.keys.refresh();
  }

  async verify(token: string): Promise<Principal> {
    const payload = await this.readPayload(token);
    const { clockSkewSeconds } = this.rules;
    const { exp, iat } = payload;
    const given = await this.toPrincipal(payload);
    const expiresAtMs = Math.min((exp! + clockSkewSeconds) * 1000, given.expiresAtMs ?? Infinity);
    if (expiresAtMs <= Date.now()) throw new AccessError('unauthenticated', 'The token has expired');
    const principal = { ...given, expiresAtMs };
    // The issuer's clock may be ahead: a token that it made before the revocation looks younger then.
    if (this.revocation.isRevoked(principal.id, iat && iat - clockSkewSeconds))
      throw new AccessError('unauthenticated', 'The token was revoked');
    return principal;
  }

  /** @throws AccessError for a token that is not valid, or no access token */
  private async readPayload(token: string): Promise<Jose.JWTPayload> {
    const { issuer, audience, algorithms, types, clockSkewSeconds } = this.rules;
    const { payload, protectedHeader } = await this.jose
      .jwtVerify(token, this.keys.findKey, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockSkewSeconds,
        requiredClaims: ['exp', 'sub'],
      })
      .catch((error: unknown) => {
        throw error instanceof ProtocolError ? error : new AccessError('unauthenticated', reasonOf(error));
      });
    if (isOtherKind(protectedHeader, payload, types))
      throw new AccessError('unauthenticated', 'The token is no access token');
    const { sub, iat } = payload;
    if (iat !== undefined && iat > Date.now() / 1000 + clockSkewSeconds)
      throw new AccessError('unauthenticated', 'The token was issued in the future');
    if (typeof sub !== 'string' || sub === '' || sub.length > 255)
      throw new AccessError('unauthenticated', 'The token has no subject');
    return payload;
  }

  private async toPrincipal(payload: Jose.JWTPayload): Promise<Principal> {
    const { issuer, scopeClaims, claims } = this.rules;
    const { toPrincipal } = this.options.jwt!;
    const plain = {
      id: `${issuer}#${payload.sub}`,
      scopes: readScopes(payload, scopeClaims),
      ...(claims && { claims: pickClaims(payload, claims) }),
    };
    const principal = toPrincipal ? await toPrincipal(payload, plain) : plain;
    checkPrincipal(principal, toPrincipal ? '`jwt.toPrincipal`' : nameOf(this.options, 'jwt.claims'));
    return { ...principal, ...(principal.claims && { claims: freezeClaims(principal.claims) }) };
  }
}

/** RFC 8693 has text, others have an array. Anything else grants nothing. */
function readScopes(payload: Jose.JWTPayload, claims: readonly string[]): string[] {
  const claim = claims.map((name) => readClaim(payload, name)).find((value) => value !== undefined);
  if (typeof claim === 'string') return claim.split(' ').filter(Boolean);
  return Array.isArray(claim) ? claim.filter((scope) => typeof scope === 'string') : [];
}

const REASONS: Readonly<Record<string, string>> = {
  exp: 'The token has expired',
  nbf: 'The token is not valid yet',
  iss: 'The token is from another issuer',
  aud: 'The token was made for another server',
};

function reasonOf(error: unknown): string {
  const { claim, reason } = error as { claim?: string; reason?: string };
  if (reason === 'missing') return `The token has no ${claim}`;
  return (reason === 'check_failed' && REASONS[claim ?? '']) || 'The token is not valid';
}
