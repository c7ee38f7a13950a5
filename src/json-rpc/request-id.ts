import type { RequestId } from '../protocol/index.js';

/** Both are kept for as long as a call takes, and sent back with every answer and every progress. */
const MAX_ID_BYTES = 256;

/** What an id and a progress token must be, as errors say it. */
export const REQUEST_ID_RULE = `a well-formed string of at most ${MAX_ID_BYTES} bytes or an integer within ±(2^53 - 1)`;

/** Whether a value can be an id, or a progress token, and be sent back as it came. */
export function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' ? isShortText(value) : Number.isSafeInteger(value);
}

function isShortText(text: string): boolean {
  if (text.length > MAX_ID_BYTES) return false;
  // A character has at most three bytes for each of its UTF-16 units.
  return text.isWellFormed() && (text.length * 3 <= MAX_ID_BYTES || Buffer.byteLength(text) <= MAX_ID_BYTES);
}
