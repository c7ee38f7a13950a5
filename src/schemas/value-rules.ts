import type { JsonSchema } from '../protocol/index.js';
import { inSchema, inWords, primitivesIn, type RuleMeaning, type RuleMeanings } from './rule-meaning.js';
import { NOTHING } from './schema-intersection.js';

const NUMBER: JsonSchema = { type: 'number' };
const ARRAY: JsonSchema = { type: 'array' };

/** Of any type; as a rule's type it leaves the type open. */
export const NOT_NULL = ['string', 'number', 'boolean', 'array', 'object'];

/** Decorators on numbers, on lists, and on values of any type. */
export const VALUE_RULES: RuleMeanings = {
  isDefined: inSchema({ type: NOT_NULL }),
  isNotEmpty: inSchema({ type: NOT_NULL, minLength: 1 }),
  isEmpty: inSchema({ enum: ['', null] }),
  isBoolean: inSchema({ type: 'boolean' }),
  isObject: inSchema({ type: 'object' }),
  isNotEmptyObject: (options?: { nullable?: boolean }) =>
    options?.nullable === false ? inWords(NOT_EMPTY_OBJECT) : inSchema(NOT_EMPTY_OBJECT),
  isEnum: (entity: Readonly<Record<string, unknown>>) => oneOf(Object.values(entity)),
  isIn: (values: readonly unknown[]) => oneOf(values),
  isNotIn: (values: readonly unknown[]) => noneOf(values),
  equals: (value: unknown) => (primitivesIn([value]).length > 0 ? inSchema({ const: value }) : inWords({})),
  notEquals: (value: unknown) => noneOf([value]),

  isInt: inSchema({ type: 'integer' }),
  isNumber: (options?: { maxDecimalPlaces?: number }) => withDecimalPlaces(options?.maxDecimalPlaces),
  min: (minimum: number) => inSchema({ ...NUMBER, minimum }),
  max: (maximum: number) => inSchema({ ...NUMBER, maximum }),
  isPositive: inSchema({ ...NUMBER, exclusiveMinimum: 0 }),
  isNegative: inSchema({ ...NUMBER, exclusiveMaximum: 0 }),
  isDivisibleBy: (divisor: number) => divisibleBy(Math.abs(Number.parseInt(String(divisor), 10))),
  isLatitude: inWords({ type: ['number', 'string'] }),
  isLongitude: inWords({ type: ['number', 'string'] }),

  isDate: inWords({ type: 'string' }, 'Must be a date, such as 2026-01-31T12:00:00Z.'),
  minDate: inWords({ type: 'string' }),
  maxDate: inWords({ type: 'string' }),

  isArray: inSchema(ARRAY),
  arrayNotEmpty: inSchema({ ...ARRAY, minItems: 1 }),
  arrayMinSize: (minItems: number) => inSchema({ ...ARRAY, minItems }),
  arrayMaxSize: (maxItems: number) => inSchema({ ...ARRAY, maxItems }),
  arrayUnique: inSchema({ ...ARRAY, uniqueItems: true }),
  arrayContains: (values: readonly unknown[]) => containing(values),
  arrayNotContains: (values: readonly unknown[]) =>
    inSchema(
      primitivesIn(values).length > 0
        ? { ...ARRAY, not: { contains: { enum: primitivesIn(values) } } }
        : ARRAY,
    ),
};

const NOT_EMPTY_OBJECT: JsonSchema = { type: 'object', minProperties: 1 };

function oneOf(values: unknown): RuleMeaning {
  const members = primitivesIn(Array.isArray(values) ? values : []);
  if (members.length === 0) return inSchema(NOTHING);
  const types = new Set(members.map((member) => (member === null ? 'null' : typeof member)));
  return inSchema({ ...(types.size === 1 && { type: [...types][0] }), enum: members });
}

/** Objects are never `===` to what JSON holds. */
function noneOf(values: unknown): RuleMeaning {
  const members = primitivesIn(Array.isArray(values) ? values : []);
  return inSchema(members.length > 0 ? { not: { enum: members } } : {});
}

function containing(values: readonly unknown[]): RuleMeaning {
  const members = primitivesIn(values);
  if (members.length < new Set(values).size) return inWords(ARRAY);
  return inSchema({
    ...ARRAY,
    ...(members.length > 0 && { allOf: members.map((value) => ({ contains: { const: value } })) }),
  });
}

/** `multipleOf: 0.01` would refuse 0.07, as 0.07 / 0.01 is 7.000000000000001. */
function withDecimalPlaces(places: number | undefined): RuleMeaning {
  if (places === undefined) return inSchema(NUMBER);
  if (places === 0) return inSchema({ type: 'integer' });
  return {
    ...inWords(NUMBER, `At most ${places} decimal places.`),
    // class-validator looks for the point, and 1e-7 has none.
    besides: (value) => Number.isInteger(value) || String(value).includes('.'),
  };
}

function divisibleBy(divisor: number): RuleMeaning {
  if (!(divisor > 0)) return inWords(NUMBER);
  return {
    schema: { ...NUMBER, multipleOf: divisor },
    // Beyond, validators differ: a double is no longer next to its neighbours.
    besides: (value) => Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER,
  };
}
