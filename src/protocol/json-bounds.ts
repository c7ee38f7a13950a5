/** Levels of nesting a message may have: far above any real schema, far below a stack. */
export const MAX_JSON_DEPTH = 128;

/** Which bound a JSON text is above. */
export type JsonExcess = 'depth' | 'values';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** What JSON takes for white space is at most this, and nothing else of JSON is. */
const SPACE = 0x20;

/**
 * Looks at bytes before they are parsed: parsing builds an object for each value, so that what a body costs is a matter of
 * its values more than of its bytes. Of bytes that are not JSON it says anything; the parser refuses them.
 */
export function findExcess(
  bytes: Uint8Array,
  maxValues: number,
  maxDepth = MAX_JSON_DEPTH,
): JsonExcess | undefined {
  let depth = 0;
  let values = 1;
  /** Behind an opening bracket: what comes next is its first value, or its end. */
  let hasOpened = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte <= SPACE) continue;
    const isClosing = byte === 0x5d || byte === 0x7d;
    if (byte === COMMA || (hasOpened && !isClosing)) values++;
    if (values > maxValues) return 'values';
    hasOpened = byte === 0x5b || byte === 0x7b;
    if (hasOpened && ++depth > maxDepth) return 'depth';
    if (isClosing) depth--;
    else if (byte === QUOTE) i = endOfString(bytes, i);
  }
  return undefined;
}

function endOfString(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}

/** The same of a value that was parsed by somebody else. */
export function findExcessOf(value: unknown, maxValues: number): JsonExcess | undefined {
  let values = 0;
  const visit = (member: unknown, levels: number): JsonExcess | undefined => {
    if (++values > maxValues) return 'values';
    if (typeof member !== 'object' || member === null) return undefined;
    if (levels === 0) return 'depth';
    for (const inner of Object.values(member)) {
      const excess = visit(inner, levels - 1);
      if (excess) return excess;
    }
    return undefined;
  };
  return visit(value, MAX_JSON_DEPTH);
}
