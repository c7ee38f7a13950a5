import type { CompactJWSHeaderParameters, JWTPayload } from 'jose';

/** Of a token whose header has no `typ`. */
const UNTYPED = 'none';

const ACCESS_TOKEN = 'at+jwt';

/** What Keycloak has in the claim `typ` of tokens that are no access tokens. */
const OTHER_KINDS: ReadonlySet<unknown> = new Set(['ID', 'Refresh', 'Offline', 'Logout']);

/** Claims of ID tokens (OpenID Connect Core, section 3.3.2.11), and of security events (RFC 8417, section 2.2). */
const OTHER_CLAIMS = ['at_hash', 'c_hash', 'events'] as const;

/** RFC 7515, section 4.1.9: in any case, and `application/` may be left out. */
export function toTokenType(type: string): string {
  return type.toLowerCase().replace(/^application\//, '');
}

/**
 * Whether a token of the issuer is no access token: an ID token, or one that says who logged out, has the same
 * issuer and may have the same audience. RFC 8725, section 3.12. `nonce` tells nothing: access tokens have it too.
 * @param types those that are taken, as {@link toTokenType} writes them
 */
export function isOtherKind(
  { typ }: CompactJWSHeaderParameters,
  claims: JWTPayload,
  types: ReadonlySet<string>,
): boolean {
  if (typ !== undefined && typeof typ !== 'string') return true;
  const type = typ === undefined ? UNTYPED : toTokenType(typ);
  if (!types.has(type) || (type === UNTYPED && typ !== undefined)) return true;
  if (type === ACCESS_TOKEN) return false;
  return (
    claims['token_use'] === 'id' ||
    OTHER_KINDS.has(claims['typ']) ||
    OTHER_CLAIMS.some((name) => claims[name] !== undefined)
  );
}
