/**
 * A URL, or `undefined` for what is none. `URL.canParse` cannot be asked before: of text with bytes above 127, as headers
 * may have, Node 20 once it is warm says yes where `new URL` throws, and the reverse.
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
