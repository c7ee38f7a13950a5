import type { JsonSchema } from '../protocol/index.js';
import { inSchema, inWords, type RuleMeaning, type RuleMeanings } from './rule-meaning.js';
import {
  type PasswordOptions,
  passwordWords,
  toOption,
  WORDS,
  WORDS_BY_OPTION,
  WORDS_OF_ITS_OWN,
} from './text-words.js';

const TEXT: JsonSchema = { type: 'string' };

/**
 * Decorators that accept some strings only. A `format` is a note to the reader: what a decorator accepts may be wider, such
 * as an e-mail address with `ü` in it, or a date without a time.
 */
export const TEXT_RULES: RuleMeanings = {
  isString: inSchema(TEXT),
  minLength: (min: number) => inSchema({ ...TEXT, minLength: min }),
  maxLength: (max: number) => atMost(max, { ...TEXT, maxLength: max }),
  isLength: (min: number, max = Infinity) =>
    atMost(max, { ...TEXT, ...(min > 0 && { minLength: min }), maxLength: max }),
  isByteLength: (min: number, max = Infinity) =>
    inWords({ ...TEXT, ...(min >= 0 && { maxLength: max }) }, byteLength(min, max)),
  matches: (pattern: RegExp | string, flags?: string) => matching(pattern, flags),
  contains: (seed: unknown) => ({
    ...containing('must contain', seed, (pattern) => ({ ...TEXT, pattern })),
    limits: { shortest: Array.from(String(seed)).length },
  }),
  notContains: (seed: unknown) =>
    containing('must not contain', seed, (pattern) => ({ ...TEXT, not: { pattern } })),
  isUuid: (version?: unknown) => uuid(String(version)),
  isIp: (version?: unknown) => ipAddress(String(version)),
  isEmail: inWords(inFormat('email').schema, 'Must be an email address.'),
  isUrl: inWords(inFormat('uri').schema, 'Must be a URL, such as https://example.com.'),
  isFqdn: inWords(inFormat('hostname').schema, 'Must be a domain name, such as example.com.'),
  isDateString: inWords(
    inFormat('date-time').schema,
    'Must be an ISO 8601 date, such as 2026-01-31 or 2026-01-31T12:00:00Z.',
  ),
  isIso8601: inWords(
    inFormat('date-time').schema,
    'Must be an ISO 8601 date, such as 2026-01-31 or 2026-01-31T12:00:00Z.',
  ),
  isRFC3339: inWords(inFormat('date-time').schema, 'Must be an RFC 3339 date, such as 2026-01-31T12:00:00Z.'),
  isStrongPassword: (options?: PasswordOptions) => inWords(TEXT, passwordWords(options)),
  ...Object.fromEntries(Object.entries(WORDS).map(([name, words]) => [name, inWords(TEXT, words)])),
  ...Object.fromEntries(
    Object.entries(WORDS_BY_OPTION).map(([name, toSentence]) => [
      name,
      (option?: string) => inWords(TEXT, toSentence(toOption(option))),
    ]),
  ),
  ...Object.fromEntries(WORDS_OF_ITS_OWN.map((name) => [name, inWords(TEXT)])),
};

function inFormat(format: string): RuleMeaning {
  return inSchema({ ...TEXT, format });
}

/** `loose`, `nil` and `max` are no versions. */
function uuid(version: string): RuleMeaning {
  return /^\d$/.test(version)
    ? inWords(inFormat('uuid').schema, `Must be a UUID of version ${version}.`)
    : inFormat('uuid');
}

function ipAddress(version: string): RuleMeaning {
  if (version === '4' || version === '6')
    return { ...inFormat(`ipv${version}`), demand: `must be an IPv${version} address` };
  return inWords(TEXT, 'Must be an IP address.');
}

function byteLength(min: number, max: number): string {
  return max === Infinity
    ? `Must have at least ${min} bytes in UTF-8.`
    : `Must have ${min} to ${max} bytes in UTF-8.`;
}

/** class-validator counts an emoji and its variation selector as one character, JSON Schema as two. */
function atMost(max: number, schema: JsonSchema): RuleMeaning {
  return {
    schema,
    besides: (value) => typeof value !== 'string' || value.length <= max || Array.from(value).length <= max,
  };
}

/** Flags that do not change which strings match: JSON Schema has none, and matches as with `u`. */
const PORTABLE_FLAGS = /^[dgu]*$/;

/** A pattern without `u` counts an astral character as two: the string must match in both ways. */
function matching(pattern: RegExp | string, flags = ''): RuleMeaning {
  const { source, flags: all } = typeof pattern === 'string' ? { source: pattern, flags } : pattern;
  const demand = `must match the regular expression ${String(pattern)}`;
  const unicode = PORTABLE_FLAGS.test(all) && toUnicode(source);
  if (!unicode) return { ...inWords(TEXT), demand };
  return {
    schema: { ...TEXT, pattern: source },
    demand,
    besides: (value) => typeof value === 'string' && unicode.test(value),
  };
}

/** @returns nothing for a pattern that is illegal with the flag `u`, such as `\-` */
function toUnicode(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    return undefined;
  }
}

function containing(words: string, seed: unknown, toSchema: (pattern: string) => JsonSchema): RuleMeaning {
  // Half an astral character is contained in a whole one, but does not match there.
  if (typeof seed !== 'string' || seed === '' || /\p{Surrogate}/u.test(seed)) return inWords(TEXT);
  return {
    schema: toSchema(seed.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)),
    demand: `${words} ${JSON.stringify(seed)}`,
  };
}
