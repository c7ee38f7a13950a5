import { isUtf8 } from 'node:buffer';

/** A member of an object; the value of one that is an object or an array is `{}`. */
export type Member = readonly [name: string, value: unknown];

/** What is known of an object by one of its ends. */
export interface EndMembers {
  /** In their order; one that is cut is not among them. */
  readonly members: readonly Member[];
  /** Its other end is there too. */
  readonly isWhole: boolean;
}

/** All that may stand outside of a JSON text. */
export const BLANKS = /^[ \t\r\n]*$/;

const QUOTED = /"(?:[^"\\]|\\.)*"/;
/** With its characters turned round: there a quote is escaped if an odd number of backslashes comes behind it. */
const QUOTED_BACKWARD = /"(?:[^"]|"\\(?:\\\\)*(?!\\))*"(?!\\)/;
const PUNCTUATION = '{}[],:';
const NESTED = '{}';

interface Direction {
  /** Turns a text into the direction that it is read in, and back. */
  readonly turn: (text: string) => string;
  readonly token: RegExp;
  readonly opening: string;
  readonly closing: string;
}

const FORWARD: Direction = {
  turn: (text) => text,
  token: tokenWith(QUOTED),
  opening: '{[',
  closing: '}]',
};
const BACKWARD: Direction = {
  turn: (text) => Array.from(text).toReversed().join(''),
  token: tokenWith(QUOTED_BACKWARD),
  opening: '}]',
  closing: '{[',
};

function tokenWith({ source }: RegExp): RegExp {
  return new RegExp(`[ \\t\\r\\n]*(${source}|[{}[\\],:]|[^ \\t\\r\\n{}[\\],:"]+)`, 'gys');
}

/** The first members of the object that a JSON text begins with. @returns `undefined` for anything else */
export function readFirstMembers(bytes: Buffer): EndMembers | undefined {
  const level = readTopLevel(bytes, FORWARD);
  return level && toMembers(level.tokens, level.isWhole, (pieces) => pieces.length - 1);
}

/**
 * The last members of the object that a JSON text ends with. Read from behind, no text inside of a string is taken for a
 * member: the end of the text is that of the object.
 * @returns `undefined` for anything else
 */
export function readLastMembers(bytes: Buffer): EndMembers | undefined {
  const level = readTopLevel(bytes, BACKWARD);
  return level && toMembers(level.tokens.toReversed(), level.isWhole, () => 0);
}

/** In Latin-1, where a character is a byte: the ends of a text in UTF-8 may be cut anywhere. */
interface TopLevel {
  /** Names, values, colons and commas of the object, in the order of reading. */
  readonly tokens: readonly string[];
  readonly isWhole: boolean;
}

function readTopLevel(bytes: Buffer, { turn, token, opening, closing }: Direction): TopLevel | undefined {
  const text = turn(bytes.toString('latin1'));
  const tokens: string[] = [];
  let depth = 0;
  let end = 0;
  for (const match of text.matchAll(token)) {
    const found = match[1]!;
    if (depth === 0 && (end > 0 || found !== opening[0])) return undefined;
    end = match.index + match[0].length;
    // More of it may lie behind the end of the text.
    if (end === text.length && !PUNCTUATION.includes(found)) break;
    const isClosing = closing.includes(found);
    if (isClosing) depth--;
    if (depth === 1 && !opening.includes(found)) tokens.push(isClosing ? NESTED : turn(found));
    if (opening.includes(found)) depth++;
  }
  const isWhole = depth === 0;
  return end === 0 || (isWhole && !BLANKS.test(text.slice(end))) ? undefined : { tokens, isWhole };
}

function toMembers(
  tokens: readonly string[],
  isWhole: boolean,
  cutPiece: (pieces: readonly string[][]) => number,
): EndMembers | undefined {
  const pieces: string[][] = isWhole && tokens.length === 0 ? [] : [[]];
  for (const token of tokens)
    if (token === ',') pieces.push([]);
    else pieces.at(-1)!.push(token);
  const read = pieces.map(toMember);
  const mayBeCut = isWhole ? -1 : cutPiece(pieces);
  if (read.some((member, index) => !member && index !== mayBeCut)) return undefined;
  return { members: read.filter((member) => member !== undefined), isWhole };
}

function toMember([name, colon, value, ...others]: readonly string[]): Member | undefined {
  if (!name?.startsWith('"') || colon !== ':' || value === undefined || others.length > 0) return undefined;
  try {
    return [parseToken(name) as string, parseToken(value)];
  } catch {
    return undefined;
  }
}

/** @throws SyntaxError for bytes that are not JSON in UTF-8 */
function parseToken(token: string): unknown {
  const bytes = Buffer.from(token, 'latin1');
  if (!isUtf8(bytes)) throw new SyntaxError('Not in UTF-8');
  return JSON.parse(bytes.toString()) as unknown;
}
