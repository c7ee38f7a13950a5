import type { JsonSchema } from '../protocol/index.js';

/** Sets of JSON types, as bits: a number with a fraction and an integer are two. */
export const TEXT = 1;
export const FRACTION = 2;
export const INTEGER = 4;
export const BOOLEAN = 8;
export const OBJECT = 16;
export const ARRAY = 32;
const NULL = 64;
export const NO_TYPE = 0;
export const ANY_TYPE = 127;

const NAMED = new Map<unknown, number>([
  ['string', TEXT],
  ['number', FRACTION | INTEGER],
  ['integer', INTEGER],
  ['boolean', BOOLEAN],
  ['object', OBJECT],
  ['array', ARRAY],
  ['null', NULL],
]);

/** The types that `type`, `const` and `enum` of one schema allow together; what is not understood allows all. */
export function typesIn(schema: JsonSchema): number {
  let types = ANY_TYPE;
  const { type, enum: values } = schema;
  if (type !== undefined) types &= union([type].flat(), (name) => NAMED.get(name) ?? ANY_TYPE);
  if (Array.isArray(values)) types &= union(values, typeOf);
  if ('const' in schema) types &= typeOf(schema['const']);
  return types;
}

function union(members: readonly unknown[], toTypes: (member: unknown) => number): number {
  return members.reduce<number>((types, member) => types | toTypes(member), NO_TYPE);
}

function typeOf(value: unknown): number {
  if (value === null) return NULL;
  if (Array.isArray(value)) return ARRAY;
  if (typeof value === 'number') return Number.isInteger(value) ? INTEGER : FRACTION;
  return NAMED.get(typeof value) ?? ANY_TYPE;
}
