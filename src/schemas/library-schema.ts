import type { JsonSchema } from '../protocol/index.js';
import { enumOf } from './choice-rules.js';
import { flattenUnion } from './object-union.js';
import { primitivesIn } from './rule-meaning.js';
import { spellOut } from './schema-intersection.js';

/** Keywords whose members are schemas by a name. */
const MAPS = new Set(['properties', '$defs', 'definitions', 'patternProperties']);

/** Data that may look like a schema. */
const DATA = new Set(['const', 'default', 'enum', 'examples']);

/**
 * A JSON Schema that a library made, as model families take it: without `propertyNames` that say nothing, which OpenAI and
 * Gemini answer with 400, with types spelt out, and with one object at its top.
 */
export function adaptLibrarySchema(schema: JsonSchema): JsonSchema {
  return flattenUnion(adapt(schema) as JsonSchema);
}

/** @param isMap whether the keys are names, not keywords */
function adapt(part: unknown, isMap = false): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((member) => adapt(member));
  const entries = Object.entries(part)
    .filter(([key, value]) => isMap || key !== 'propertyNames' || !isIdle(value as JsonSchema))
    .map(([key, value]) => [key, !isMap && DATA.has(key) ? value : adapt(value, !isMap && MAPS.has(key))]);
  const adapted = Object.fromEntries(entries) as JsonSchema;
  return isMap ? adapted : typeOut(adapted);
}

/** One type for each alternative, and a type for each `enum`. */
function typeOut(schema: JsonSchema): JsonSchema {
  const { enum: values, type, ...others } = schema;
  if (
    Array.isArray(values) &&
    type === undefined &&
    !('anyOf' in others) &&
    primitivesIn(values).length === values.length
  )
    return { ...others, ...enumOf(values) };
  return Array.isArray(type) && values === undefined ? spellOut(schema) : schema;
}

/** Every name is a string. */
function isIdle(names: JsonSchema): boolean {
  return Object.entries(names).every(([keyword, value]) => keyword === 'type' && value === 'string');
}
