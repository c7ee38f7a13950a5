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
  if (isDeepStrictEqual(merged['type'], [])) return NOTHING;
  return others.length > 0 ? intersect([merged, { allOf: others }]) : merged;
}

/** The same schema, which accepts null too. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (Object.keys(schema).length === 0) return schema;
  const isPlain = type !== undefined && !APPLICATORS.some((keyword) => keyword in schema);
  if (!isPlain) return { anyOf: [schema, { type: 'null' }] };
  return {
    ...schema,
    type: [...new Set([...listOf(type), 'null'])],
    ...(Array.isArray(values) && { enum: [...new Set<unknown>([...(values as unknown[]), null])] }),
  };
}

const APPLICATORS = ['$ref', 'allOf', 'anyOf', 'const', 'not', 'oneOf'];

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
