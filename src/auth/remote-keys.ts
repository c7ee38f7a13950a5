import { Logger } from '@nestjs/common';
import type * as Jose from 'jose';
import { UnavailableError } from '../protocol/index.js';
import type { CredentialSource } from '../transport/admission/index.js';
import type { AuthModuleOptions } from './auth.options.js';
import { nameOf } from './option-names.js';

const RETRY_MS = 5_000;
const MAX_KEYS_BYTES = 1024 * 1024;

/** Why no key was found that is not the issuer's fault but the token's. */
const FAULTS_OF_TOKEN: ReadonlySet<unknown> = new Set([
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JOSE_NOT_SUPPORTED',
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JWS_INVALID',
]);

/**
 * The keys of one issuer. They are fetched once for all that wait for them; those that are known are used, for a bounded
 * time, while newer ones cannot be had.
 */
export class RemoteKeys implements CredentialSource {
  readonly name = 'issuer-keys';
  private readonly logger = new Logger('Auth');
  private readonly keys: ReturnType<typeof Jose.createRemoteJWKSet>;
  private readonly keysName: string;
  private readonly maxAgeMs: number;
  private readonly maxStaleMs: number;
  /** `undefined` before the first time. */
  private fetchedAtMs: number | undefined;
  private readonly startedAtMs = Date.now();
  private failedAtMs: number | undefined;

  constructor(
    private readonly jose: typeof Jose,
    private readonly url: URL,
    options: AuthModuleOptions,
  ) {
    const {
      keysMaxAgeMs = 300_000,
      keysMaxStaleMs = 86_400_000,
      keysCooldownMs = 30_000,
      keysTimeoutMs = 5_000,
    } = options.jwt ?? {};
    this.keysName = `The keys of ${nameOf(options, 'jwt.jwksUrl')}`;
    this.maxAgeMs = keysMaxAgeMs;
    this.maxStaleMs = keysMaxStaleMs;
    this.keys = jose.createRemoteJWKSet(url, {
      cacheMaxAge: Infinity,
      cooldownDuration: keysCooldownMs,
      timeoutDuration: keysTimeoutMs,
      [jose.customFetch]: this.fetch,
    });
  }

  get staleSinceMs(): number | undefined {
    return this.failedAtMs === undefined ? undefined : (this.fetchedAtMs ?? this.startedAtMs);
  }

  /** The key of a token's header, of which only `kid` and `alg` are used. @throws UnavailableError without keys to judge by */
  readonly findKey: Jose.JWTVerifyGetKey = async (header, token) => {
    if (header.crit !== undefined) throw new this.jose.errors.JWSInvalid('crit is not supported');
    try {
      await this.renew();
      return await this.keys(header, token);
    } catch (error) {
      if (FAULTS_OF_TOKEN.has((error as { code?: unknown }).code)) throw error;
      throw new UnavailableError('unavailable', 'Tokens cannot be verified at the moment', RETRY_MS / 1000);
    }
  };

  /** Fetches newer keys in the background. What fails is logged. */
  refresh(): void {
    if (!this.keys.reloading) this.keys.reload().catch(() => undefined);
  }

  /**
   * Has the keys that are too old fetched anew. One caller in an outage waits for it, the others go on with the known keys.
   * @throws Error for keys that nobody could check for too long
   */
  private async renew(): Promise<void> {
    if (this.fetchedAtMs === undefined) return;
    const ageMs = Date.now() - this.fetchedAtMs;
    if (ageMs > this.maxStaleMs) await this.keys.reload();
    else if (ageMs > this.maxAgeMs && this.failedAtMs === undefined)
      await this.keys.reload().catch(() => undefined);
    else if (ageMs > this.maxAgeMs / 2) this.refresh();
  }

  private readonly fetch: Jose.FetchImplementation = async (url, options) => {
    if (this.failedAtMs !== undefined && Date.now() < this.failedAtMs + RETRY_MS)
      throw new Error('Keys could not be fetched a moment ago');
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) throw new Error(`answered ${response.status}`);
      const text = await readText(response);
      this.jose.createLocalJWKSet(JSON.parse(text) as Jose.JSONWebKeySet);
      this.noteSuccess();
      return new Response(text);
    } catch (error) {
      this.noteFailure(error);
      throw error;
    }
  };

  private noteSuccess(): void {
    if (this.failedAtMs !== undefined) this.logger.log(`${this.keysName} can be fetched again`);
    this.failedAtMs = undefined;
    this.fetchedAtMs = Date.now();
  }

  private noteFailure(error: unknown): void {
    if (this.failedAtMs === undefined)
      this.logger.error(`${this.keysName} cannot be fetched: ${this.url.origin} ${reasonOf(error)}`);
    this.failedAtMs = Date.now();
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > MAX_KEYS_BYTES) throw new Error(`sent more than ${MAX_KEYS_BYTES} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString();
}
