const NEEDS_BASE64 = /[^\t\x20-\x7e]|^[\t ]|[\t ]$|^=\?base64\?.*\?=$|^$/;

/** A header's value as a client writes it: the text, or its base64 where a header cannot have the text. */
export function toHeaderText(text: string): string {
  return NEEDS_BASE64.test(text) ? `=?base64?${Buffer.from(text).toString('base64')}?=` : text;
}
