import type { JsonSchema } from '../protocol/index.js';
import {
  inSchema,
  inWords,
  listed,
  primitivesIn,
  type RuleMeaning,
  type RuleMeanings,
} from './rule-meaning.js';
import { NOTHING } from './schema-intersection.js';

/** Decorators that list the values which are accepted, or not. */
export const CHOICE_RULES: RuleMeanings = {
  isEmpty: {
    schema: { anyOf: [{ type: 'string', maxLength: 0 }, { type: 'null' }] },
    demand: 'must be empty',
    only: ['', null],
  },
  isEnum: (entity: Readonly<Record<string, unknown>>) => memberOf(entity),
  isIn: (values: unknown) => oneOf(values),
  isNotIn: (values: unknown) => noneOf(values),
  equals: (value: unknown) =>
    primitivesIn([value]).length > 0
      ? { schema: constantOf(value), demand: `must be ${JSON.stringify(value)}` }
      : inWords({}),
  notEquals: (value: unknown) => noneOf([value]),
};

function oneOf(values: unknown): RuleMeaning {
  const members = primitivesIn(Array.isArray(values) ? values : []);
  if (members.length === 0) return inSchema(NOTHING);
  return {
    schema: enumOf(members),
    demand: `must be one of: ${listed(members)}`,
  };
}

/** A TypeScript enum has the names of its numbers as keys and as values; only the numbers are its values. */
function memberOf(entity: Readonly<Record<string, unknown>>): RuleMeaning {
  const entries = Object.entries(entity).filter(([key, value]) => !isReverse(entity, key, value));
  const values = primitivesIn(entries.map(([, value]) => value));
  const meaning = oneOf(values);
  const besides = (value: unknown): boolean => values.includes(value as never);
  if (!values.some((value) => typeof value === 'number')) return { ...meaning, besides };
  const names = entries.filter(([, value]) => typeof value === 'number');
  const note = names.map(([name, value]) => `${String(value)} = ${name}`).join(', ');
  return { ...meaning, besides, note, demand: `must be one of: ${note}${rest(values)}` };
}

function isReverse(entity: Readonly<Record<string, unknown>>, key: string, value: unknown): boolean {
  return typeof value === 'string' && typeof entity[value] === 'number' && String(entity[value]) === key;
}

function rest(values: readonly unknown[]): string {
  const others = values.filter((value) => typeof value !== 'number');
  return others.length > 0 ? `, ${listed(others)}` : '';
}

/** Values of one type are an `enum` of it; those of several types are one `enum` each, since model families want a type. */
export function enumOf(members: readonly unknown[]): JsonSchema {
  const isWhole = members.every((member) => typeof member !== 'number' || Number.isInteger(member));
  const byType = new Map<string, unknown[]>();
  for (const member of members) {
    const type = member === null ? 'null' : typeof member;
    byType.set(type, [...(byType.get(type) ?? []), member]);
  }
  const schemas = [...byType].map(([type, some]) => {
    if (type === 'null') return { type };
    return { type: type === 'number' && isWhole ? 'integer' : type, enum: some };
  });
  return schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
}

/** Gemini takes an `enum` of texts and numbers alone. */
function constantOf(value: unknown): JsonSchema {
  return typeof value === 'boolean' ? { type: 'boolean', const: value } : enumOf([value]);
}

/** Objects are never `===` to what JSON holds. */
function noneOf(values: unknown): RuleMeaning {
  const members = primitivesIn(Array.isArray(values) ? values : []);
  if (members.length === 0) return inSchema({});
  const choice = members.length > 1 ? 'one of: ' : '';
  return { schema: { not: enumOf(members) }, demand: `must not be ${choice}${listed(members)}` };
}
