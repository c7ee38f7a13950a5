import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../protocol/index.js';
import { enumOf } from './choice-rules.js';
import { flattenUnion } from './object-union.js';
import { primitivesIn } from './rule-meaning.js';
import { asSentence } from './rule-words.js';
import { spellOut } from './schema-intersection.js';

/** Keywords whose members are schemas by a name. */
const MAPS = new Set(['properties', '$defs', 'definitions', 'patternProperties']);

/** Data that may look like a schema. */
const DATA = new Set(['const', 'default', 'enum', 'examples']);

/**
 * A JSON Schema that a library made, as model families take it: types are spelt out, the names of properties and the places of
 * a tuple are described in words, and there is one object at its top. It may allow more than the library, which judges.
 */
export function adaptLibrarySchema(schema: JsonSchema): JsonSchema {
  return flattenUnion(adapt(schema, [typeOut, leaveOutIdleNames, nameProperties, listPlaces]) as JsonSchema);
}

/** A JSON Schema of a result that a library made. No model has to take it: only what says nothing is left out. */
export function adaptLibraryOutput(schema: JsonSchema): JsonSchema {
  return adapt(schema, [leaveOutIdleNames]) as JsonSchema;
}

type Adapter = (schema: JsonSchema) => JsonSchema;

/** @param isMap whether the keys are names, not keywords */
function adapt(part: unknown, adapters: readonly Adapter[], isMap = false): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((member) => adapt(member, adapters));
  const entries = Object.entries(part).map(([key, value]) => [
    key,
    !isMap && DATA.has(key) ? value : adapt(value, adapters, !isMap && MAPS.has(key)),
  ]);
  const adapted = Object.fromEntries(entries) as JsonSchema;
  return isMap ? adapted : adapters.reduce((schema, rewrite) => rewrite(schema), adapted);
}

/** Each name of a property is text. */
function leaveOutIdleNames(schema: JsonSchema): JsonSchema {
  const { propertyNames, ...others } = schema;
  return isDeepStrictEqual(propertyNames, { type: 'string' }) ? others : schema;
}

/** OpenAI and Gemini answer `propertyNames` with 400. */
function nameProperties(schema: JsonSchema): JsonSchema {
  const { propertyNames, ...others } = schema;
  if (typeof propertyNames !== 'object' || propertyNames === null) return schema;
  const { type: _, enum: names, ...rules } = propertyNames as JsonSchema;
  if (Array.isArray(names))
    return {
      ...others,
      properties: Object.fromEntries(
        names.map((name) => [name as string, others['additionalProperties'] ?? {}]),
      ),
      additionalProperties: false,
    };
  return describe(others, `The names of its properties must be texts of ${JSON.stringify(rules)}.`);
}

/** OpenAI, Gemini and VS Code want to know what is in a list, and look at `items` alone. */
function listPlaces(schema: JsonSchema): JsonSchema {
  const { prefixItems, items, ...others } = schema;
  if (!Array.isArray(prefixItems)) return schema;
  const places = prefixItems as readonly JsonSchema[];
  const rest = typeof items === 'object' && items !== null ? [items as JsonSchema] : [];
  const kinds = [...places, ...rest];
  const different = kinds.filter(
    (kind, index) => kinds.findIndex((other) => isDeepStrictEqual(other, kind)) === index,
  );
  const isClosed = rest.length === 0;
  const listed = {
    ...others,
    items: different.length === 1 ? different[0]! : { anyOf: different },
    minItems: places.length,
    ...(isClosed && { maxItems: places.length }),
  };
  return different.length === 1
    ? listed
    : describe(listed, `In this order: ${places.map(nameOf).join(', ')}.`);
}

function nameOf({ title, description, type }: JsonSchema): string {
  const [name = 'any value'] = [title, description, type].filter((one) => typeof one === 'string');
  return name;
}

function describe(schema: JsonSchema, words: string): JsonSchema {
  const { description } = schema;
  return {
    ...schema,
    description: typeof description === 'string' ? `${asSentence(description)} ${words}` : words,
  };
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
