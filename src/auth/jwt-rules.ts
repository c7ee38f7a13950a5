import { isClaimPath } from '../callers/index.js';
import { isLoopbackName } from '../http-edge/index.js';
import { ConfigurationError } from '../protocol/index.js';
import type { AuthModuleOptions } from './auth.options.js';
import { type NamedAuthOption, nameOf } from './option-names.js';
import type { ProtectedResource } from './protected-resource.js';
import { toTokenType } from './token-kind.js';

/** Signatures that only the issuer can make. With HS* a server that can verify a token can make one. */
const ALGORITHM = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

const DEFAULT_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

const DEFAULT_TYPES = ['at+jwt', 'JWT', 'none'];

/** What a token has to be. */
export interface JwtRules {
  readonly issuer: string;
  readonly audience: string[];
  readonly jwksUrl: URL;
  readonly algorithms: string[];
  /** As {@link toTokenType} writes them. */
  readonly types: ReadonlySet<string>;
  readonly clockSkewSeconds: number;
  /** The first that a token has is read. */
  readonly scopeClaims: readonly string[];
  /** Those that are kept; `undefined` for none. */
  readonly claims: readonly string[] | undefined;
}

/** @throws ConfigurationError that says what is missing, or may not be so */
export function toJwtRules(options: AuthModuleOptions, resource: ProtectedResource): JwtRules {
  const {
    issuer = '',
    jwksUrl,
    algorithms = DEFAULT_ALGORITHMS,
    types = DEFAULT_TYPES,
    clockSkewSeconds = 30,
    scopeClaim,
    claims,
    audience = resource.audience,
  } = options.jwt ?? {};
  const named = (option: NamedAuthOption): string => nameOf(options, option);
  if (jwksUrl === undefined)
    throw new ConfigurationError(
      `${named('jwt')} needs ${named('jwt.jwksUrl')}: where the issuer publishes its keys`,
    );
  if (audience.length === 0)
    throw new ConfigurationError(
      `${named('jwt')} needs ${named('publicUrl')} or ${named('jwt.audience')}: tokens that were made for other servers are not taken`,
    );
  const unfit = algorithms.find((algorithm) => !ALGORITHM.test(algorithm));
  if (unfit !== undefined)
    throw new ConfigurationError(
      `${named('jwt.algorithms')} may only have asymmetric ones such as RS256, not "${unfit}"`,
    );
  refuseClaimPaths(scopeClaim === undefined ? [] : [scopeClaim], named('jwt.scopeClaim'));
  refuseClaimPaths(claims ?? [], named('jwt.claims'));
  return {
    issuer,
    audience: [...audience],
    jwksUrl: toKeysUrl(jwksUrl, named('jwt.jwksUrl')),
    algorithms: [...algorithms],
    types: new Set(types.map(toTokenType)),
    clockSkewSeconds,
    scopeClaims: scopeClaim === undefined ? ['scope', 'scp'] : [scopeClaim],
    claims,
  };
}

/** Tokens that have such a claim do not exist: what the option is for would never come. */
function refuseClaimPaths(paths: readonly string[], option: string): void {
  const unfit = paths.find((path) => !isClaimPath(path));
  if (unfit === undefined) return;
  throw new ConfigurationError(
    `${option} names claims such as email or realm_access.roles, but "${unfit}" has no name on one side of a dot`,
  );
}

function toKeysUrl(text: string, name: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackName(url.hostname))) return url;
  throw new ConfigurationError(`${name} must be an https URL, but is "${text}"`);
}
