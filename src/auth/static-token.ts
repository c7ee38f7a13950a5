import { createHash, randomBytes } from 'node:crypto';
import { ANONYMOUS, type Principal, UNAUTHENTICATED } from '../json-rpc/principal.js';
import { ConfigurationError } from '../protocol/errors.js';

/** A token that is known beforehand, without its text. */
export interface StaticToken {
  readonly sha256: Buffer;
  readonly principal: Principal;
}

/** Ids that stand for nobody: no credentials may prove them. */
export const RESERVED_IDS: ReadonlySet<string> = new Set([ANONYMOUS.id, UNAUTHENTICATED.id]);

const LINE = /^([^\s:#]{1,128}):([0-9a-f]{64})(?::([\x20-\x7e]*))?$/i;

/**
 * Tokens as `AUTH_TOKENS` has them, one a line.
 * @param source what messages call the text, which they never show: it might have a token in it
 * @throws ConfigurationError
 */
export function parseStaticTokens(text: string, source: string): StaticToken[] {
  const tokens: StaticToken[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const place = `${source}, line ${index + 1}`;
    const [, id, hex, scopes = ''] = LINE.exec(content) ?? [];
    if (id === undefined || hex === undefined)
      throw new ConfigurationError(
        `${place} must be principal:sha256hex:scope scope, as npm run token prints it`,
      );
    if (RESERVED_IDS.has(id)) throw new ConfigurationError(`${place}: no principal may be called "${id}"`);
    const other = lineOf.get(hex.toLowerCase());
    if (other) throw new ConfigurationError(`${place} has the token of line ${other}`);
    lineOf.set(hex.toLowerCase(), index + 1);
    const principal = Object.freeze({ id, scopes: Object.freeze(scopes.split(' ').filter(Boolean)) });
    tokens.push({ sha256: Buffer.from(hex, 'hex'), principal });
  }
  if (tokens.length === 0) throw new ConfigurationError(`${source} has no token`);
  return tokens;
}

export function sha256Of(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A new random token, and the line by which a server knows it. @throws ConfigurationError for a line that none would take */
export function createStaticToken(
  principal: string,
  scopes: readonly string[],
): { readonly token: string; readonly line: string } {
  const token = `rookery_${randomBytes(32).toString('base64url')}`;
  const line = `${principal}:${sha256Of(token).toString('hex')}:${scopes.join(' ')}`;
  parseStaticTokens(line, 'The token');
  return { token, line };
}
