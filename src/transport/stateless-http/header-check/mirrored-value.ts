/** What a client writes of an integer: `42`, `-7`, or `42.0` where its language has no integers. */
const INTEGER = /^(-?(?:0|[1-9]\d*))(?:\.0+)?$/;

/**
 * What a header can say of an argument. `nothing`: clients send no header. `text`: they have to. `unsafe`: an integer beyond
 * ±(2^53 − 1), which a tool may not get, for JSON has rounded it. `other`: no value of a type that may have a header, of which the
 * tool's input says so in words that a model reads.
 */
export type Mirrored = 'nothing' | 'text' | 'unsafe' | 'other';

export function kindOf(value: unknown): Mirrored {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string' || typeof value === 'boolean') return 'text';
  if (!Number.isInteger(value)) return 'other';
  return Number.isSafeInteger(value) ? 'text' : 'unsafe';
}

/**
 * Whether a header's text says what the body says. Integers are compared as numbers, without rounding either.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation
 */
export function isSame(text: string, value: unknown): boolean {
  if (typeof value === 'string') return text === value;
  if (typeof value === 'boolean') return text === String(value);
  if (typeof value !== 'number') return false;
  const [, integer] = INTEGER.exec(text) ?? [];
  return Number.isSafeInteger(value) && integer !== undefined
    ? Number(integer) === value
    : text === String(value);
}
