import type { JsonSchema } from '../protocol/index.js';

/** What a class-validator decorator says in JSON Schema. */
export interface RuleMeaning {
  readonly schema: JsonSchema;
  /** What the schema leaves out: a sentence of what is wanted, or `true` for the decorator's own message. */
  readonly words?: string | true;
  /** What a reader of the schema should know besides: what its values stand for. */
  readonly note?: string;
  /**
   * What is said to a value that is refused, where the decorator's own message says it badly: `must be one of: "a", "b"`. A
   * function where it changes from call to call.
   */
  readonly demand?: string | (() => string);
  /** What no value can be within, together with the limits of other rules: JSON Schema has no words for it, or needs none. */
  readonly limits?: RuleLimits;
  /** Every value that it accepts, where its schema does not list them as an `enum`. */
  readonly only?: readonly unknown[];
  /** Why it refuses every value, and what to write. */
  readonly mistake?: string;
  /** Its bound is the time when the decorator ran. */
  readonly isOfStart?: boolean;
  /** What must hold besides, where JSON Schema counts or matches otherwise than class-validator. */
  readonly besides?: (value: unknown) => boolean;
}

export interface RuleLimits {
  /** Of a date, in milliseconds since 1970. */
  readonly earliest?: number;
  readonly latest?: number;
  /** Of text, in characters. */
  readonly shortest?: number;
}

/** By the name of a decorator's constraint, from what the decorator was given. */
export type RuleMeanings = Readonly<Record<string, RuleMeaning | ((...constraints: never[]) => RuleMeaning)>>;

export function inSchema(schema: JsonSchema): RuleMeaning {
  return { schema };
}

/** A decorator that JSON Schema cannot express, or only in part. */
export function inWords(schema: JsonSchema, words: string | true = true): RuleMeaning {
  return { schema, words };
}

type JsonPrimitive = string | number | boolean | null;

/** Values as JSON has them: `"a", 1`. */
export function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

/** Values that `===` and JSON Schema compare alike. */
export function primitivesIn(values: readonly unknown[]): JsonPrimitive[] {
  const primitives = values.filter(
    (value) => value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value),
  );
  return [...new Set(primitives)] as JsonPrimitive[];
}
