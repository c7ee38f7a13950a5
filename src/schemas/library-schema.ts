import type { JsonSchema } from '../protocol/index.js';
import { flattenUnion } from './object-union.js';

/** Keywords whose members are schemas by a name. */
const MAPS = new Set(['properties', '$defs', 'definitions', 'patternProperties']);

/** Data that may look like a schema. */
const DATA = new Set(['const', 'default', 'enum', 'examples']);

/**
 * A JSON Schema that a library made, as model families take it: without `propertyNames` that say nothing, which OpenAI and
 * Gemini answer with 400, and with one object at its top.
 */
export function adaptLibrarySchema(schema: JsonSchema): JsonSchema {
  return flattenUnion(withoutIdleNames(schema) as JsonSchema);
}

/** @param isMap whether the keys are names, not keywords */
function withoutIdleNames(part: unknown, isMap = false): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((member) => withoutIdleNames(member));
  const entries = Object.entries(part)
    .filter(([key, value]) => isMap || key !== 'propertyNames' || !isIdle(value as JsonSchema))
    .map(([key, value]) => [
      key,
      !isMap && DATA.has(key) ? value : withoutIdleNames(value, !isMap && MAPS.has(key)),
    ]);
  return Object.fromEntries(entries);
}

/** Every name is a string. */
function isIdle(names: JsonSchema): boolean {
  return Object.entries(names).every(([keyword, value]) => keyword === 'type' && value === 'string');
}
