import type { JsonSchema } from '../protocol/index.js';
import { enumOf } from './choice-rules.js';
import {
  inSchema,
  inWords,
  listed,
  primitivesIn,
  type RuleMeaning,
  type RuleMeanings,
} from './rule-meaning.js';
import { asSentence } from './rule-words.js';

const NUMBER: JsonSchema = { type: 'number' };
const NUMBER_OR_TEXT: JsonSchema = { type: ['number', 'string'] };
const ARRAY: JsonSchema = { type: 'array' };
const OBJECT: JsonSchema = { type: 'object' };

/** Text that becomes a `Date`. */
export const DATE: JsonSchema = { type: 'string', format: 'date-time' };
export const A_DATE = 'a date, such as 2026-01-31T12:00:00Z';

/** They judge a `Date`, which JSON has as text. */
export const DATE_RULES: ReadonlySet<string> = new Set(['isDate', 'minDate', 'maxDate']);

/** Of any type; as a rule's type it leaves the type open. */
const NOT_NULL = ['string', 'number', 'boolean', 'array', 'object'];

export function isOpen(type: unknown): boolean {
  return type === undefined || (Array.isArray(type) && type.length === NOT_NULL.length);
}

/** Decorators on numbers, on lists, and on values of any type. */
export const VALUE_RULES: RuleMeanings = {
  isDefined: inSchema({ type: NOT_NULL }),
  isNotEmpty: inSchema({ type: NOT_NULL, minLength: 1 }),
  isBoolean: inSchema({ type: 'boolean' }),
  isObject: inSchema(OBJECT),
  // Nested JSON becomes an instance: a client sends what its class says.
  isInstance: (target: unknown) => inSchema(target === Date ? {} : target === Array ? ARRAY : OBJECT),
  isNotEmptyObject: (options?: { nullable?: boolean }) =>
    options?.nullable === false ? inWords(NOT_EMPTY_OBJECT) : inSchema(NOT_EMPTY_OBJECT),

  isInt: inSchema({ type: 'integer' }),
  isNumber: (options?: { maxDecimalPlaces?: number }) => withDecimalPlaces(options?.maxDecimalPlaces),
  min: (minimum: number) => inSchema({ ...NUMBER, minimum }),
  max: (maximum: number) => inSchema({ ...NUMBER, maximum }),
  isPositive: inSchema({ ...NUMBER, exclusiveMinimum: 0 }),
  isNegative: inSchema({ ...NUMBER, exclusiveMaximum: 0 }),
  isDivisibleBy: (divisor: number) => divisibleBy(divisor),
  isLatitude: inWords(NUMBER_OR_TEXT, 'Must be a latitude in degrees, such as 59.91.'),
  isLongitude: inWords(NUMBER_OR_TEXT, 'Must be a longitude in degrees, such as 10.75.'),

  isDate: inWords(DATE, `Must be ${A_DATE}.`),
  minDate: (min: unknown) => bounded('not be before', min, 'earliest'),
  maxDate: (max: unknown) => bounded('not be after', max, 'latest'),

  isArray: inSchema(ARRAY),
  arrayNotEmpty: inSchema({ ...ARRAY, minItems: 1 }),
  arrayMinSize: (minItems: number) => inSchema({ ...ARRAY, minItems }),
  arrayMaxSize: (maxItems: number) => inSchema({ ...ARRAY, maxItems }),
  arrayUnique: {
    schema: { ...ARRAY, uniqueItems: true },
    demand: 'must be a list without repeated members',
  },
  arrayContains: (values: readonly unknown[]) => containing(values),
  arrayNotContains: (values: readonly unknown[]) => notContaining(primitivesIn(values)),
};

/** A bound that is made anew for each call, or at each start, is not known until then. */
function bounded(words: string, bound: unknown, limit: 'earliest' | 'latest'): RuleMeaning {
  const demandOf = (date: Date): string => `must ${words} ${date.toISOString()}`;
  const meaning = inWords(DATE, `Must be ${A_DATE}.`);
  if (typeof bound === 'function') return { ...meaning, demand: () => demandOf((bound as () => Date)()) };
  if (!isValidDate(bound)) return meaning;
  const limits = { [limit]: bound.valueOf() };
  return isOfStart(bound)
    ? { ...meaning, limits, isOfStart: true, demand: () => demandOf(bound) }
    : { ...inWords(DATE, asSentence(demandOf(bound))), limits };
}

/** Nobody writes milliseconds: it is `new Date()`, or so many days from it. */
function isOfStart(date: Date): boolean {
  const time = date.valueOf();
  return time % 1_000 !== 0 || (time >= performance.timeOrigin && time <= Date.now());
}

export function isValidDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.valueOf());
}

const NOT_EMPTY_OBJECT: JsonSchema = { type: 'object', minProperties: 1 };

function containing(values: readonly unknown[]): RuleMeaning {
  const members = primitivesIn(values);
  if (members.length < new Set(values).size) return inWords(ARRAY);
  if (members.length === 0) return inSchema(ARRAY);
  return {
    schema: { ...ARRAY, allOf: members.map((value) => ({ contains: enumOf([value]) })) },
    demand: `must contain: ${listed(members)}`,
  };
}

function notContaining(members: readonly unknown[]): RuleMeaning {
  if (members.length === 0) return inSchema(ARRAY);
  return {
    schema: { ...ARRAY, not: { contains: enumOf(members) } },
    demand: `must not contain: ${listed(members)}`,
  };
}

/** `multipleOf: 0.01` would refuse 0.07, as 0.07 / 0.01 is 7.000000000000001. */
function withDecimalPlaces(places: number | undefined): RuleMeaning {
  if (places === undefined) return { schema: NUMBER, demand: 'must be a number' };
  if (places === 0) return { schema: { type: 'integer' }, demand: 'must be an integer' };
  return {
    ...inWords(NUMBER, `Must be a number with at most ${places} decimal place${places === 1 ? '' : 's'}.`),
    // class-validator looks for the point, and 1e-7 has none.
    besides: (value) => Number.isInteger(value) || String(value).includes('.'),
  };
}

/** validator.js divides by `parseInt()` of the divisor. */
function divisibleBy(divisor: number): RuleMeaning {
  if (!Number.isSafeInteger(divisor) || divisor === 0)
    return {
      ...inWords(NUMBER),
      mistake:
        'divides by whole numbers alone, and not by 0. Write another divisor, or a decorator of your own',
    };
  return {
    schema: { ...NUMBER, multipleOf: Math.abs(divisor) },
    // Beyond, validators differ: a double is no longer next to its neighbours.
    besides: (value) => Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER,
  };
}
