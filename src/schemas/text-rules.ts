import type { JsonSchema } from '../protocol/index.js';
import { inSchema, inWords, type RuleMeaning, type RuleMeanings } from './rule-meaning.js';

const TEXT: JsonSchema = { type: 'string' };

/**
 * Decorators that accept some strings only. A format is named where it never refuses what the decorator accepts: an
 * e-mail address with `ü` in it, or a date without a time, would be refused by `email` and `date-time`.
 */
export const TEXT_RULES: RuleMeanings = {
  isString: inSchema(TEXT),
  minLength: (min: number) => inSchema({ ...TEXT, minLength: min }),
  maxLength: (max: number) => atMost(max, { ...TEXT, maxLength: max }),
  isLength: (min: number, max = Infinity) =>
    atMost(max, { ...TEXT, ...(min > 0 && { minLength: min }), maxLength: max }),
  isByteLength: (min: number, max = Infinity) => inWords({ ...TEXT, ...(min >= 0 && { maxLength: max }) }),
  matches: (pattern: RegExp | string, flags?: string) => matching(pattern, flags),
  contains: (seed: unknown) => containing(seed, (pattern) => ({ ...TEXT, pattern })),
  notContains: (seed: unknown) => containing(seed, (pattern) => ({ ...TEXT, not: { pattern } })),
  isUuid: inSchema({ ...TEXT, format: 'uuid' }),
  isIp: (version?: unknown) =>
    String(version) === '4' ? inSchema({ ...TEXT, format: 'ipv4' }) : inWords(TEXT),
  ...Object.fromEntries(textInWords().map((name) => [name, inWords(TEXT)])),
};

function textInWords(): string[] {
  return (
    'IsFirebasePushId isAlpha isAlphanumeric isAscii isBIC isBase32 isBase58 isBase64 isBooleanString isBtcAddress ' +
    'isCreditCard isCurrency isDataURI isDateString isDecimal isEAN isEmail isEthereumAddress isFqdn isFullWidth ' +
    'isHSL isHalfWidth isHash isHexColor isHexadecimal isIBAN isISO31661Alpha2 isISO31661Alpha3 isISO31661Numeric ' +
    'isISO4217CurrencyCode isISO6391 isISRC isISSN isIdentityCard isIsbn isIsin isIso8601 isJson isJwt isLatLong ' +
    'isLocale isLowercase isMacAddress isMagnetURI isMilitaryTime isMimeType isMobilePhone isMongoId isMultibyte ' +
    'isNumberString isOctal isPassportNumber isPhoneNumber isPort isPostalCode isRFC3339 isRgbColor isSemVer ' +
    'isStrongPassword isSurrogatePair isTaxId isTimeZone isUppercase isUrl isVariableWidth'
  ).split(' ');
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
  const unicode = PORTABLE_FLAGS.test(all) && toUnicode(source);
  if (!unicode) return inWords(TEXT);
  return {
    schema: { ...TEXT, pattern: source },
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

function containing(seed: unknown, toSchema: (pattern: string) => JsonSchema): RuleMeaning {
  // Half an astral character is contained in a whole one, but does not match there.
  if (typeof seed !== 'string' || seed === '' || /\p{Surrogate}/u.test(seed)) return inWords(TEXT);
  return inSchema(toSchema(seed.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)));
}
