/** What `JSON.stringify` writes for a lone surrogate, and what looks like it behind an escaped backslash. */
const LONE_SURROGATE = /\\ud[89a-f]/;

/** Each escape as a whole, so that the `u` after an escaped backslash begins none. */
const ESCAPES = /\\(?:(ud[89a-f]..)|.)/g;

/**
 * JSON text whose strings are well-formed Unicode: a lone surrogate becomes U+FFFD. Parsers of Rust, and pydantic's,
 * refuse a whole message for one, and its reader waits for ever.
 * @param json as `JSON.stringify` makes it: lone surrogates are escapes, and other characters stand as they are
 */
export function toWellFormedJson(json: string): string {
  // The first search takes nanoseconds, and most short messages have no escape at all.
  return json.includes('\\') && LONE_SURROGATE.test(json) ? json.replace(ESCAPES, repairEscape) : json;
}

function repairEscape(escape: string, surrogate?: string): string {
  return surrogate === undefined ? escape : '\uFFFD';
}

/**
 * JSON text that every reader of JSON accepts.
 * @throws TypeError for what JSON cannot hold: a cycle, a BigInt
 */
export function encodeJson(value: unknown): string {
  return toWellFormedJson(JSON.stringify(value));
}
