import { createHash, randomBytes } from 'node:crypto';
import { ANONYMOUS, type Principal, UNAUTHENTICATED } from '../callers/principal.js';
import { ConfigurationError } from '../protocol/errors.js';

/** A token that is known beforehand, without its text. */
export interface StaticToken {
  readonly sha256: Buffer;
  readonly principal: Principal;
}

/** Ids that stand for nobody: no credentials may prove them. */
export const RESERVED_IDS: ReadonlySet<string> = new Set([ANONYMOUS.id, UNAUTHENTICATED.id]);

const LINE = /^([^\s:#]{1,128}):([0-9a-f]{64})(?::([\x20-\x7e]*))?$/i;

/** Lines of tokens, and what is wrong with the other ones. */
interface StaticTokens {
  readonly tokens: readonly StaticToken[];
  /** One sentence for each line that is no token. It never shows the line: that might have a token in it. */
  readonly faults: readonly string[];
}

/**
 * Tokens as `bearer.tokens` has them, one a line.
 * @param source what messages call the text
 * @throws ConfigurationError for a line that is no token, and for a text without any
 */
export function parseStaticTokens(text: string, source: string): readonly StaticToken[] {
  const { tokens, faults } = readStaticTokens(text, source);
  if (faults.length > 0) throw new ConfigurationError(faults[0]);
  if (tokens.length === 0) throw new ConfigurationError(`${source} has no token`);
  return tokens;
}

/** The lines that are tokens, whatever the others are. @param source what messages call the text */
export function readStaticTokens(text: string, source: string): StaticTokens {
  const tokens: StaticToken[] = [];
  const faults: string[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const [, id, hex, scopes = ''] = LINE.exec(content) ?? [];
    const fault = faultOf(id, hex && lineOf.get(hex.toLowerCase()));
    if (fault === undefined) {
      lineOf.set(hex!.toLowerCase(), index + 1);
      tokens.push(toStaticToken(id!, hex!, scopes));
    } else faults.push(`${source}, line ${index + 1}${fault}`);
  }
  return { tokens, faults };
}

/** @param otherLine the line that has the same token */
function faultOf(id: string | undefined, otherLine: number | '' | undefined): string | undefined {
  if (id === undefined) return ' must be principal:sha256hex:scope scope, as rookery token prints it';
  if (RESERVED_IDS.has(id)) return `: no principal may be called "${id}"`;
  return otherLine ? ` has the token of line ${otherLine}` : undefined;
}

function toStaticToken(id: string, hex: string, scopes: string): StaticToken {
  const principal = Object.freeze({ id, scopes: Object.freeze(scopes.split(' ').filter(Boolean)) });
  return { sha256: Buffer.from(hex, 'hex'), principal };
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
