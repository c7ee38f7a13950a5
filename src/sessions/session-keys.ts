import { ConfigurationError } from '../protocol/index.js';

const KEY_BYTES = 32;

/** A session that no process knows is tried with each. */
const MAX_KEYS = 16;

/** The forms of 32 bytes as text, with the name that Node has for each. */
const FORMS = [
  [/^[0-9a-f]{64}$/i, 'hex'],
  [/^[A-Za-z0-9+/]{43}=?$/, 'base64'],
  [/^[A-Za-z0-9_-]{43}=?$/, 'base64url'],
] as const;

/**
 * The keys that seal session ids.
 * @param texts 32 random bytes each, in hexadecimal, base64 or base64url
 * @param source what errors call them
 * @throws ConfigurationError that says which one is none, and never shows it
 */
export function readSessionKeys(texts: readonly string[], source: string): readonly Buffer[] {
  if (texts.length > MAX_KEYS) throw new ConfigurationError(`${source} must have at most ${MAX_KEYS} keys`);
  return texts.map((text, index) => {
    const key = readKey(text);
    if (key) return key;
    const which = texts.length > 1 ? `, key ${index + 1}` : '';
    throw new ConfigurationError(
      `${source}${which} must be 32 random bytes in hexadecimal, base64 or base64url: openssl rand -base64 32 makes one`,
    );
  });
}

function readKey(text: string): Buffer | undefined {
  const [, encoding] = FORMS.find(([pattern]) => pattern.test(text)) ?? [];
  if (encoding === undefined) return undefined;
  const key = Buffer.from(text, encoding);
  return key.length === KEY_BYTES ? key : undefined;
}
