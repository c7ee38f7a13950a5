import { createRequire } from 'node:module';
import { ConfigurationError, type JsonSchema } from '../../protocol/index.js';
import { hasAmbiguousLoop } from './loop-ambiguity.js';
import { PositionAutomaton } from './position-automaton.js';

type Regexpp = typeof import('@eslint-community/regexpp');

/** Characters that patterns tell apart, besides those that they name themselves. */
const SAMPLE = [...Array(0x180).keys(), 0x2028, 0x4e2d, 0xd800, 0x1f426];

let regexpp: Regexpp | undefined;

/**
 * Refuses a regular expression that can take exponential time: it runs on what clients send, and would block everyone.
 * @param what names it in messages: `CalculatorTools.add: input`
 * @throws ConfigurationError
 */
export function refuseSlowPattern(source: string, flags: string, what: string): void {
  const reason = slownessOf(source, flags);
  if (reason !== undefined)
    throw new ConfigurationError(
      `${what} has the pattern ${source.slice(0, 200)}, which can block the server: ${reason}. Write it without, or check it in the tool`,
    );
}

/** The same for every `pattern` in a JSON Schema. @throws ConfigurationError */
export function refuseSlowPatterns(schema: JsonSchema, what: string): void {
  for (const source of patternsIn(schema)) refuseSlowPattern(source, 'u', what);
}

/** What does not parse as a pattern is refused elsewhere. */
function slownessOf(source: string, flags: string): string | undefined {
  if (!/[*+{\\]/.test(source)) return undefined;
  const pattern = parse(source, flags);
  if (!pattern) return undefined;
  const { characters, next, hasBackreference, isTooLong, repeatsNothing } = new PositionAutomaton(pattern);
  if (hasBackreference) return 'it refers back to a group';
  if (repeatsNothing) return 'it repeats what may be nothing';
  const isAmbiguous = isTooLong
    ? undefined
    : hasAmbiguousLoop({ next, overlap: overlapOf(characters, flags, source) });
  if (isAmbiguous === undefined) return 'it is too long to be judged';
  return isAmbiguous ? 'a loop in it can take the same text in more than one way' : undefined;
}

/** Only servers with patterns load the parser. */
function parse(
  source: string,
  flags: string,
): ReturnType<InstanceType<Regexpp['RegExpParser']>['parsePattern']> | undefined {
  regexpp ??= createRequire(import.meta.url)('@eslint-community/regexpp') as Regexpp;
  const modes = { unicode: flags.includes('u'), unicodeSets: flags.includes('v') };
  try {
    return new regexpp.RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, modes);
  } catch {
    return undefined;
  }
}

/** Whether two positions take a character of the sample, or of the pattern itself, in common. */
function overlapOf(
  characters: readonly string[],
  flags: string,
  source: string,
): (a: number, b: number) => boolean {
  const sample = sampleFor(source);
  const kinds = [...new Set(characters)];
  const taken = kinds.map((raw) => {
    const character = new RegExp(`^(?:${raw})$`, flags.replaceAll(/[dgmy]/g, ''));
    return new Set(sample.filter((text) => character.test(text)));
  });
  const overlaps = taken.map((some) => taken.map((others) => [...some].some((text) => others.has(text))));
  const kindOf = characters.map((raw) => kinds.indexOf(raw));
  return (a, b) => overlaps[kindOf[a]!]![kindOf[b]!]!;
}

/**
 * Characters by which classes are told apart: two ranges that overlap share an end of one of them. A property such as
 * `\\p{L}` has no ends that its source shows, so all of the first plane is tried, and a part of the others.
 */
function sampleFor(source: string): string[] {
  const codes = new Set(SAMPLE);
  const addAround = (code: number): void => {
    for (const near of [code - 1, code, code + 1]) if (near >= 0 && near <= MAX_CODE_POINT) codes.add(near);
  };
  for (const character of source) addAround(character.codePointAt(0)!);
  for (const [, long, short, byte] of source.matchAll(ESCAPED_CODE))
    addAround(Number.parseInt((long ?? short ?? byte)!, 16));
  if (/\\p\{/i.test(source)) {
    for (let code = 0; code <= 0xffff; code++) codes.add(code);
    for (let code = 0x1_0000; code <= 0x3_ffff; code += 16) codes.add(code);
  }
  return [...codes].map((code) => String.fromCodePoint(code));
}

const MAX_CODE_POINT = 0x10_ffff;
const ESCAPED_CODE = /\\u\{([\da-f]{1,6})\}|\\u([\da-f]{4})|\\x([\da-f]{2})/gi;

/** Data in a schema may have members of any name. */
const DATA_KEYWORDS = new Set(['const', 'default', 'enum', 'examples']);

/** A schema that a tool brings may refer to itself as an object too. */
function patternsIn(schema: JsonSchema): Set<string> {
  const patterns = new Set<string>();
  const parts = new Set<object>([schema]);
  for (const part of parts)
    for (const [keyword, value] of Object.entries(part)) {
      if (keyword === 'pattern' && typeof value === 'string') patterns.add(value);
      if (typeof value !== 'object' || value === null || DATA_KEYWORDS.has(keyword)) continue;
      if (keyword === 'patternProperties') for (const pattern of Object.keys(value)) patterns.add(pattern);
      parts.add(value as object);
    }
  return patterns;
}
