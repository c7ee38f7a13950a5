import type { Principal } from '../callers/index.js';
import type { AuthOptionNames } from './option-names.js';

/** Tokens that are known beforehand: any number of each kind. */
export interface StaticTokenOptions {
  /** One token of at least 32 characters, in plain text. Its principal is `default`, with every scope this server asks for. */
  readonly token?: string | undefined;

  /** Lines `principal:sha256hex:scope scope`; `#` begins a comment. */
  readonly tokens?: string | undefined;

  /** A file of such lines, which is read again when it changes. */
  readonly tokensFile?: string | undefined;

  /** How often the file is looked at, in milliseconds. @default 1_000 */
  readonly reloadMs?: number | undefined;
}

/** JSON Web Tokens of one issuer. */
export interface JwtOptions {
  /** What `iss` has to be; the metadata names it as the authorization server. */
  readonly issuer?: string | undefined;

  /** Of which `aud` has to name one. @default `publicUrl` and its endpoints */
  readonly audience?: readonly string[] | undefined;

  /** Where the issuer publishes its keys: https, or http on loopback. Redirects are not followed. */
  readonly jwksUrl?: string | undefined;

  /** Signatures that are accepted; asymmetric ones only. @default RS256, PS256, ES256, EdDSA, Ed25519 */
  readonly algorithms?: readonly string[] | undefined;

  /**
   * What the `typ` of a token's header may be, in any case and with or without `application/`; `none` lets in a token
   * without one. RFC 8725, section 3.11; RFC 9068, section 4. @default at+jwt, JWT, none
   */
  readonly types?: readonly string[] | undefined;

  /** How far the clocks of the issuer and of this server may differ, in seconds. @default 30 */
  readonly clockSkewSeconds?: number | undefined;

  /**
   * The claim with the scopes: text with spaces, or an array. `realm_access.roles` is in another one, unless a claim has that
   * name as a whole. @default `scope`, else `scp`
   */
  readonly scopeClaim?: string | undefined;

  /**
   * What `principal.claims` has of a token: names and paths, as for `scopeClaim`. A claim that is missing, or null, is left
   * out. They may have 16_384 characters of JSON; above that the request fails. @default none
   */
  readonly claims?: readonly string[] | undefined;

  /**
   * Says whose token it is, in place of issuer and subject. It is asked once a token is verified, and again after
   * `verifiedMs`. The `id` must be another one for each user and always the same for one: limits count by it, and sessions
   * belong to it. It has at most 1_024 characters, and `claims` 16_384 of JSON. Its `expiresAtMs` counts where it is earlier
   * than the end of the token.
   * @param payload all claims of the token
   * @param principal what it is without this function
   * @throws AccessError to refuse the token, 401 for `unauthenticated`; for anything else the answer is 500
   */
  readonly toPrincipal?:
    | ((payload: Readonly<Record<string, unknown>>, principal: Principal) => Principal | Promise<Principal>)
    | undefined;

  /**
   * After this time keys are fetched anew before one of them is used, in milliseconds; after half of it they are fetched
   * in the background. A verified token is believed for `verifiedMs` more: so a key that left the JWKS ends after the sum,
   * which is ten minutes. @default 300_000
   */
  readonly keysMaxAgeMs?: number | undefined;

  /** How long keys are used while no newer ones can be fetched, in milliseconds; then tokens get 503. @default 86_400_000 */
  readonly keysMaxStaleMs?: number | undefined;

  /** How long after a fetch a token with an unknown key makes no other one, in milliseconds. @default 30_000 */
  readonly keysCooldownMs?: number | undefined;

  /** How long the issuer may take to send its keys, in milliseconds. @default 5_000 */
  readonly keysTimeoutMs?: number | undefined;
}

/** Who may come in. A `TokenVerifier` of the app's own is asked in place of `bearer` and `jwt`. */
export interface AuthModuleOptions {
  readonly bearer?: StaticTokenOptions | undefined;
  readonly jwt?: JwtOptions | undefined;

  /** What every token must have. @default none */
  readonly requiredScopes?: readonly string[] | undefined;

  /** The URL that clients put `/sse` behind. @default the `Host` of the request, with `pathPrefix` */
  readonly publicUrl?: string | undefined;

  /** The path in front of `/sse`, for when there is no `publicUrl`. @default '' */
  readonly pathPrefix?: string | undefined;

  /** How long a verified token is believed before it is verified again, in milliseconds. @default 300_000 */
  readonly verifiedMs?: number | undefined;

  /** What errors and log lines call these options where others than their author set them. @default their paths, as `jwt.issuer` */
  readonly optionNames?: AuthOptionNames | undefined;
}

export const AUTH_OPTIONS = Symbol('AUTH_OPTIONS');
