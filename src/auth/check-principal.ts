import type { Principal } from '../callers/index.js';
import { isRecord } from '../protocol/index.js';
import { RESERVED_IDS } from './static-token.js';

/** Limits, sessions and log lines keep them. */
const MAX_ID_LENGTH = 1024;

/** They are kept for as long as their token is believed. */
const MAX_CLAIMS_LENGTH = 16_384;

/**
 * Holds what an app says of a token to what a principal is.
 * @param source who said it: `The TokenVerifier`
 * @throws Error that only the log shows: nobody who sends a token can mend it
 */
export function checkPrincipal(given: Principal | undefined, source: string): void {
  const fault = faultOf(given ?? {});
  if (fault !== undefined) throw new Error(`${source} gave ${fault}`);
}

function faultOf({
  id,
  scopes,
  holdsEveryScope,
  expiresAtMs,
  claims,
}: Partial<Principal>): string | undefined {
  if (typeof id !== 'string' || id === '') return 'a principal without an id';
  if (id.length > MAX_ID_LENGTH) return `an id of ${id.length} characters: at most ${MAX_ID_LENGTH} are kept`;
  if (RESERVED_IDS.has(id)) return `the id "${id}", which stands for nobody`;
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string'))
    return 'scopes that are no array of strings';
  if (holdsEveryScope !== undefined && typeof holdsEveryScope !== 'boolean')
    return 'a holdsEveryScope that is no boolean';
  if (typeof (expiresAtMs ?? 0) !== 'number' || Number.isNaN(expiresAtMs))
    return 'an expiresAtMs that is not a number of milliseconds';
  return claims === undefined ? undefined : faultOfClaims(claims);
}

function faultOfClaims(claims: unknown): string | undefined {
  if (!isRecord(claims)) return 'claims that are not an object';
  const length = jsonLengthOf(claims);
  if (typeof length === 'string') return `claims that JSON cannot hold: ${length}`;
  return length > MAX_CLAIMS_LENGTH
    ? `claims of ${length} characters of JSON: at most ${MAX_CLAIMS_LENGTH} are kept`
    : undefined;
}

/** @returns what is wrong, in one line, with claims that have a bigint or contain themselves */
function jsonLengthOf(claims: object): number | string {
  try {
    return JSON.stringify(claims).length;
  } catch (error) {
    return (error as Error).message.split('\n', 1)[0]!;
  }
}
