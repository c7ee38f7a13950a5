import { isRecord } from '../protocol/index.js';

type Claims = Readonly<Record<string, unknown>>;

/**
 * A claim by its name, or by a path to it: `realm_access.roles`. Names may have dots themselves, as
 * `https://example.com/roles` and clients of Keycloak do, so the longest name is tried first.
 * @returns `undefined` for a claim that is not there
 */
export function readClaim(claims: unknown, path: string): unknown {
  if (!isRecord(claims)) return undefined;
  if (Object.hasOwn(claims, path)) return claims[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const name = path.slice(0, dot);
    const found = Object.hasOwn(claims, name) ? readClaim(claims[name], path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The claims of a token that are kept, by their paths as they are written. Those that are missing, or null, are left out. */
export function pickClaims(payload: Claims, paths: readonly string[]): Claims {
  const found = paths.map((path) => [path, readClaim(payload, path)] as const);
  return Object.fromEntries(found.filter(([, claim]) => claim !== undefined && claim !== null));
}

/** A copy that nobody can change: it is shared by all calls that one token is sent with. */
export function freezeClaims(claims: Claims): Claims {
  return JSON.parse(JSON.stringify(claims), (_, value: unknown) => Object.freeze(value)) as Claims;
}
