/** RFC 9110 sections 5.6.6 and 8.3.1: `; name=value`, where a lone semicolon is allowed. */
const PARAMETER =
  /[ \t]*;[ \t]*(?:([!#$%&'*+.^`|~\w-]+)[ \t]*=[ \t]*([!#$%&'*+.^`|~\w-]+|"(?:[^"\\\r\n]|\\[^\r\n])*"))?/y;

const JSON_TYPE = /^application\/json(?![^ \t;])/i;
const UTF_8 = /^"?utf-?8"?$/i;

/**
 * Whether a `Content-Type` is JSON in UTF-8, with or without a charset. Other parameters are ignored, as RFC 2046 section 1
 * has it.
 */
export function isJsonContentType(text: string): boolean {
  if (text === 'application/json') return true;
  const trimmed = text.trim();
  const [type] = JSON_TYPE.exec(trimmed) ?? [];
  if (type === undefined) return false;
  PARAMETER.lastIndex = type.length;
  while (PARAMETER.lastIndex < trimmed.length) {
    const found = PARAMETER.exec(trimmed);
    if (!found) return false;
    const [, name, value = ''] = found;
    if (name?.toLowerCase() === 'charset' && !UTF_8.test(value)) return false;
  }
  return true;
}
