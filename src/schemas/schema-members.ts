import type { JsonSchema } from '../protocol/index.js';
import { isSchema } from './schema-reference.js';

/** What a schema says of the property that it names. */
export function declaredIn({ properties }: JsonSchema, key: string): JsonSchema[] {
  return isSchema(properties) && Object.hasOwn(properties, key) ? schemasIn([properties[key]]) : [];
}

/** What a schema says of a property: by its name, by a pattern of names, or else as one of the others. */
export function propertySchemas(schema: JsonSchema, key: string): JsonSchema[] {
  const named = [...declaredIn(schema, key), ...matchingSchemas(schema, key)];
  return named.length > 0 ? named : schemasIn([schema['additionalProperties']]);
}

/** What a schema says of a member of a list. */
export function memberSchemas({ items, prefixItems }: JsonSchema, index: number): JsonSchema[] {
  const place: unknown = Array.isArray(prefixItems) ? prefixItems[index] : undefined;
  return schemasIn([place ?? items]);
}

/** Those of a list that are no booleans. */
export function schemasIn(schemas: unknown): JsonSchema[] {
  return Array.isArray(schemas) ? (schemas as unknown[]).filter(isSchema) : [];
}

type PatternSchema = readonly [RegExp, unknown];

/** Kept for as long as their schema is. */
const compiledPatterns = new WeakMap<object, readonly PatternSchema[]>();

function matchingSchemas({ patternProperties }: JsonSchema, key: string): JsonSchema[] {
  if (!isSchema(patternProperties)) return [];
  let patterns = compiledPatterns.get(patternProperties);
  if (!patterns) {
    patterns = Object.entries(patternProperties).flatMap(toPatternSchema);
    compiledPatterns.set(patternProperties, patterns);
  }
  return schemasIn(patterns.filter(([pattern]) => pattern.test(key)).map(([, schema]) => schema));
}

/** A library may write a pattern that is none with the flag `u`. */
function toPatternSchema([source, schema]: [string, unknown]): PatternSchema[] {
  try {
    return [[new RegExp(source, 'u'), schema]];
  } catch {
    return [];
  }
}
