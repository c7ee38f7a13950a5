import { isClaimPath } from '../callers/index.js';
import { isLoopbackName } from '../http-edge/index.js';
import { custom, integer, list, matching, readList, text } from './variable.js';

const ALGORITHM = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;
const TYPE = /^[A-Za-z0-9!#$&^_.+/-]{1,127}$/;
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

const MAX_CLAIMS = 32;

export const CREDENTIALS = {
  AUTH_TOKEN: matching(
    /^[A-Za-z0-9._~+/-]{32,4096}=*$/,
    'a token of at least 32 characters of A-Z a-z 0-9 . _ ~ + / -',
    {
      fallback: undefined,
      isSecret: true,
      description:
        'With `AUTH=bearer`: one token. Its principal is `default`, and it has every scope that this server asks for.',
    },
  ),
  AUTH_TOKENS: text({
    fallback: undefined,
    isSecret: true,
    description:
      'With `AUTH=bearer`: tokens, one a line, as `principal:sha256hex:scope scope`. `npx rookery token <principal> [scopes…]` makes a token and its line.',
  }),
  AUTH_TOKENS_FILE: text({
    fallback: undefined,
    description:
      'With `AUTH=bearer`: a file of such lines. It is read again when it changes, and streams of tokens that are gone are ended.',
  }),
  JWT_ISSUER: matching(/^https?:\/\/\S+$/, 'the URL of an issuer', {
    fallback: undefined,
    description:
      'With `AUTH=jwt`: the `iss` of the tokens that are taken, character by character. Clients are told to get tokens there.',
  }),
  JWT_AUDIENCE: list((value) => /^\S+$/.test(value), 'names separated by commas', {
    fallback: undefined,
    shownDefault: '`PUBLIC_URL`, its `/sse` and its `/mcp`',
    description: 'With `AUTH=jwt`: what the `aud` of a token has to name, one of them.',
  }),
  JWT_JWKS_URL: custom('an https URL, or an http one of this machine', readKeysUrl, {
    fallback: undefined,
    description: 'With `AUTH=jwt`: where the issuer publishes its keys. Redirects are not followed.',
  }),
  JWT_ALGORITHMS: list((value) => ALGORITHM.test(value), 'asymmetric algorithms such as RS256,ES256', {
    fallback: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
    shownDefault: '`RS256,PS256,ES256,EdDSA,Ed25519`',
    description: 'With `AUTH=jwt`: the signatures that are accepted.',
  }),
  JWT_TYPES: list((value) => TYPE.test(value), 'types of tokens such as at+jwt,JWT,none', {
    fallback: ['at+jwt', 'JWT', 'none'],
    shownDefault: '`at+jwt,JWT,none`',
    description:
      'With `AUTH=jwt`: what `typ` in the header of a token may be; `none` lets in a token without it. `at+jwt` alone lets in access tokens of RFC 9068 only.',
  }),
  JWT_CLOCK_SKEW_SECONDS: integer(0, 300, {
    fallback: 30,
    description: "With `AUTH=jwt`: how far the issuer's clock may differ from this one.",
  }),
  JWT_SCOPE_CLAIM: custom(
    'the name of one claim, or a path to it such as realm_access.roles',
    readClaimName,
    {
      fallback: undefined,
      shownDefault: '`scope`, else `scp`',
      description:
        'With `AUTH=jwt`: the claim with the scopes, as text with spaces or as an array. `realm_access.roles` is in another claim, unless one has that name as a whole.',
    },
  ),
  JWT_CLAIMS: custom(
    `at most ${MAX_CLAIMS} names of claims separated by commas, such as email,org_id,realm_access.roles`,
    readClaimNames,
    {
      fallback: undefined,
      description:
        'With `AUTH=jwt`: claims that guards and tools find in `principal.claims`, by these names. A claim that is missing, or null, is left out.',
    },
  ),
  REQUIRED_SCOPES: custom('scopes separated by spaces or commas', readScopes, {
    fallback: undefined,
    description: 'With `AUTH=bearer` or `jwt`: what every token must have; others get 403.',
  }),
} as const;

function readKeysUrl(value: string): URL | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackName(url.hostname))
    ? url
    : undefined;
}

function readScopes(value: string): readonly string[] | undefined {
  const scopes = value.split(/[\s,]+/).filter(Boolean);
  return scopes.every((scope) => SCOPE.test(scope)) ? scopes : undefined;
}

function readClaimName(value: string): string | undefined {
  return isClaimName(value) ? value : undefined;
}

function readClaimNames(value: string): readonly string[] | undefined {
  const names = readList(value, isClaimName);
  return names && names.length <= MAX_CLAIMS ? names : undefined;
}

/** A comma or a space shows that several were meant. */
function isClaimName(name: string): boolean {
  return /^[^\s,]{1,255}$/.test(name) && isClaimPath(name);
}
