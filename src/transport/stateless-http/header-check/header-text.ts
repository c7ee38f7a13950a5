const OPENING = '=?base64?';
const CLOSING = '?=';

/** RFC 9110 section 5.5, without the bytes above 0x7E, which mean nothing there. */
const PLAIN_TEXT = /^[\t\x20-\x7e]*$/;

/** A byte order mark stays: it is a character of the text. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text that a header's value stands for: the value itself, or what is between `=?base64?` and `?=`.
 * @returns `undefined` for what is neither: other characters than visible ASCII, spaces and tabs; base64 that no encoder writes,
 * for others would read it otherwise; bytes that are no UTF-8
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#value-encoding
 */
export function readHeaderText(value: string): string | undefined {
  const plain = readPlainText(value);
  if (!plain?.startsWith(OPENING) || !plain.endsWith(CLOSING)) return plain;
  return plain.length < OPENING.length + CLOSING.length
    ? undefined
    : decodeBase64(plain.slice(OPENING.length, -CLOSING.length));
}

/** A value without the spaces and tabs around it, which do not belong to it; `undefined` for other characters than visible ASCII, spaces and tabs. */
export function readPlainText(value: string): string | undefined {
  return PLAIN_TEXT.test(value) ? value.trim() : undefined;
}

function decodeBase64(base64: string): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) return undefined;
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}
