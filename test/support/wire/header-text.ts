const UNSAFE = /[^\t\x20-\x7e]|^[\t ]|[\t ]$|^$/;

/** A header's value as a client writes it: the text, or its base64 where a header cannot have the text, or means another. */
export function toHeaderText(text: string): string {
  const isMarked = text.startsWith('=?base64?') && text.endsWith('?=');
  return UNSAFE.test(text) || isMarked ? `=?base64?${Buffer.from(text).toString('base64')}?=` : text;
}
