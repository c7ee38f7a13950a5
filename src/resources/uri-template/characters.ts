/**
 * What a variable's value may have in a URI without being percent-encoded: `simple` unreserved characters alone, as a template
 * writes them; `lenient` those of RFC 3986 that end no part of a path or query, as people write them; `reserved` all of them.
 */
export type CharacterClass = 'simple' | 'lenient' | 'reserved';

const UNRESERVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';

/** RFC 3986 section 2.2 */
const RESERVED = ":/?#[]@!$&'()*+,;=";

const CLASSES: Readonly<Record<CharacterClass, ReadonlySet<string>>> = {
  simple: new Set(UNRESERVED),
  lenient: new Set(`${UNRESERVED}:@!$'()*+,;=`),
  reserved: new Set(UNRESERVED + RESERVED),
};

const UNITS = /%[0-9A-Fa-f]{2}|[^]/g;

/** Cuts a URI into its characters, a percent-encoded byte being one. The digits of one are in upper case. */
export function splitUnits(uri: string): string[] {
  return (uri.match(UNITS) ?? []).map((unit) => (unit.length === 1 ? unit : unit.toUpperCase()));
}

/** Bytes that no value may have: NUL, and the slashes where it stands for one segment of a path. */
const REFUSED_UNITS = new Set(['%00', '%2F', '%5C']);

/** @param unit as {@link splitUnits} makes it */
export function isInClass(unit: string, name: CharacterClass): boolean {
  if (unit.length === 1) return CLASSES[name].has(unit);
  return name === 'reserved' ? unit !== '%00' : !REFUSED_UNITS.has(unit);
}

/** What a unit stands for, where that is ASCII. */
export function characterOf(unit: string): string {
  return unit.length === 3 ? String.fromCharCode(parseInt(unit.slice(1), 16)) : unit;
}

/** Characters that stand for themselves in the literal text of a template, or are percent-encoded there. */
const REFUSED_LITERAL = /[\0-\x20\x7F"<>\\^`|{}]|%(?![0-9A-Fa-f]{2})/;

/** @returns what a template may not have as literal text, RFC 6570 section 2.1 */
export function findRefusedLiteral(text: string): string | undefined {
  return REFUSED_LITERAL.exec(text)?.[0];
}

/** @throws URIError for half of a surrogate pair */
export function encodeLiteral(text: string): string {
  return text.replace(/[^\0-\x7F]+/g, encodeURIComponent);
}

/** @throws URIError for half of a surrogate pair */
export function encodeValue(value: string, name: CharacterClass): string {
  const encoded = encodeURIComponent(value).replace(/[!'()*]/g, encodeCharacter);
  if (name === 'simple') return encoded;
  return encoded.replace(/%[0-9A-F]{2}/g, (unit) => {
    const character = characterOf(unit);
    return RESERVED.includes(character) ? character : unit;
  });
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
