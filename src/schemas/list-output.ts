import type { JsonSchema, ObjectSchema } from '../protocol/index.js';

/** The property that holds a list: structured content is an object. */
export const LIST_KEY = 'result';

/** A list of what a schema describes. */
export function listOf(schema: JsonSchema): JsonSchema {
  return { type: 'array', items: move(schema, '/items') };
}

/** A list as the only property of an object. */
export function wrapList(schema: JsonSchema): ObjectSchema {
  const { $schema } = schema;
  return {
    ...($schema !== undefined && { $schema }),
    type: 'object',
    properties: { [LIST_KEY]: move(schema, `/properties/${LIST_KEY}`) },
    required: [LIST_KEY],
  };
}

/** What `$schema` says holds for a whole document. */
function move(schema: JsonSchema, to: string): JsonSchema {
  const { $schema: _, ...part } = schema;
  return moveReferences(part, to) as JsonSchema;
}

/** Keywords whose value is data. */
const DATA = new Set(['const', 'default', 'enum', 'examples']);
/** Keywords whose value has a schema under each name; the names are the author's. */
const NAMED = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependencies',
]);

/** References from the root, in a schema that becomes a part of another one. With an `$id` they are its own. */
function moveReferences(schema: unknown, to: string): unknown {
  if (Array.isArray(schema)) return schema.map((one) => moveReferences(one, to));
  if (typeof schema !== 'object' || schema === null || '$id' in schema) return schema;
  return mapMembers(schema, (value, keyword) => {
    if (keyword === '$ref') return typeof value === 'string' ? value.replace(/^#(?=\/|$)/, `#${to}`) : value;
    if (DATA.has(keyword)) return value;
    const isNamed = NAMED.has(keyword) && typeof value === 'object' && value !== null;
    return isNamed ? mapMembers(value, (one) => moveReferences(one, to)) : moveReferences(value, to);
  });
}

function mapMembers(value: object, map: (member: unknown, key: string) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, map(member, key)]));
}
