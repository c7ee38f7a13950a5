import { inspect } from 'node:util';

/** Enough of a stack to find its place; a caller or a tool decides how long its message is. */
const MAX_LENGTH = 8_192;

/** A text as a field of one line, cut where it is too long. */
export function toLogText(text: string): string {
  const left = text.length - MAX_LENGTH;
  return left <= 0 ? text : `${text.slice(0, MAX_LENGTH)}… and ${left} characters more`;
}

/** Whatever was thrown, which may be no error, and nothing that JSON holds. */
export function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return toLogText(thrown.stack ?? thrown.message);
    return toLogText(inspect(thrown, { depth: 1, maxStringLength: MAX_LENGTH }));
  } catch {
    return 'What was thrown cannot be shown';
  }
}
