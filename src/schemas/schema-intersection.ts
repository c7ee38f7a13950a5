import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../protocol/index.js';

/** What no value is. */
export const NOTHING: JsonSchema = { not: {} };

type Combine = (a: never, b: never) => unknown;

/** Keywords of which two make one; of any other the second goes to `allOf`. */
const COMBINED: Readonly<Record<string, Combine>> = {
  type: commonTypes,
  minimum: Math.max,
  exclusiveMinimum: Math.max,
  minLength: Math.max,
  minItems: Math.max,
  minProperties: Math.max,
  maximum: Math.min,
  exclusiveMaximum: Math.min,
  maxLength: Math.min,
  maxItems: Math.min,
  enum: (a: unknown[], b: unknown[]) => a.filter((value) => b.includes(value)),
  allOf: (a: JsonSchema[], b: JsonSchema[]) => [...a, ...b],
};

/** One schema for what all of them accept. */
export function intersect(schemas: readonly JsonSchema[]): JsonSchema {
  const merged: Record<string, unknown> = {};
  const others: JsonSchema[] = [];
  for (const [keyword, value] of schemas.flatMap((schema) => Object.entries(schema))) {
    // JSON has no Infinity, and a bound there binds nothing.
    if (typeof value === 'number' && !Number.isFinite(value)) continue;
    const known = merged[keyword];
    if (known === undefined) merged[keyword] = value;
    else if (Object.hasOwn(COMBINED, keyword))
      merged[keyword] = COMBINED[keyword]!(known as never, value as never);
    else if (!isDeepStrictEqual(known, value)) others.push({ [keyword]: value });
  }
  if (['type', 'enum'].some((keyword) => isDeepStrictEqual(merged[keyword], []))) return NOTHING;
  return others.length > 0 ? intersect([merged, { allOf: others }]) : merged;
}

/** The same schema: what is not text has no length, and Gemini refuses one beside a `$ref`. */
export function withoutIdleLength(schema: JsonSchema): JsonSchema {
  const { minLength, ...others } = schema;
  const { type } = schema;
  const isText = type === undefined || [type].flat().includes('string');
  return minLength === undefined || isText ? schema : others;
}

/** The same schema, which accepts null too. */
export function orNull(schema: JsonSchema): JsonSchema {
  if (Object.keys(schema).length === 0 || acceptsNull(schema)) return schema;
  return { anyOf: [schema, { type: 'null' }] };
}

/** Whether null is one of the values that it names. */
export function acceptsNull({ type, anyOf }: JsonSchema): boolean {
  return type === 'null' || (Array.isArray(anyOf) && anyOf.some(acceptsNull));
}

/** The same schema as model families take it: they refuse a list of types, and an array without `items`. */
export function spellOut(schema: JsonSchema): JsonSchema {
  const { type, ...others } = schema;
  if (type === 'array' && !('items' in schema)) return { ...schema, items: {} };
  if (!Array.isArray(type)) return schema;
  const anyOf = type.map((one) => spellOut({ type: one as string }));
  return 'anyOf' in others ? { allOf: [{ anyOf }, others] } : { ...others, anyOf };
}

function commonTypes(a: unknown, b: unknown): string | string[] {
  const common = listOf(a).flatMap((one) => listOf(b).map((other) => commonType(one, other)));
  const types = [...new Set(common.filter((type) => type !== undefined))];
  return types.length === 1 ? types[0]! : types;
}

function commonType(a: string, b: string): string | undefined {
  if (a === b) return a;
  return [a, b].every((type) => type === 'number' || type === 'integer') ? 'integer' : undefined;
}

function listOf(type: unknown): string[] {
  return (Array.isArray(type) ? type : [type]) as string[];
}
