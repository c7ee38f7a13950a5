import type { JsonSchema, ObjectSchema } from '../protocol/index.js';

/** A schema within a tool's input, and where it stands. */
export interface SchemaNode {
  readonly schema: JsonSchema | boolean;
  /** From the definition, as in RFC 6901: `/inputSchema/properties/tags`. */
  readonly pointer: string;
  /** As an author names it: `SearchInput.tags`, `SearchInput.tags[]` for what is in the list, `Address.zip` in `$defs`. */
  readonly path: string;
  readonly parent: SchemaNode | undefined;
  /** Under which keyword of the parent it stands. */
  readonly keyword: string | undefined;
  /** Its name or index there, where the keyword has several. */
  readonly key: string | undefined;
  /** Whether a value of the parent always has a value here too. Of the branches of a union it has one. */
  readonly isNeeded: boolean;
}

const MAPS = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'];
const LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems', 'items'];
const OF_OTHERS = ['additionalProperties', 'unevaluatedItems', 'unevaluatedProperties', 'propertyNames'];
const SINGLES = ['items', 'contains', 'not', 'if', 'then', 'else', ...OF_OTHERS];
export const DEFINITIONS = ['$defs', 'definitions'];

/** Every schema of an input, the outermost first. @param name what stands before the paths: the input's class */
export function listNodes(schema: ObjectSchema, name = ''): readonly SchemaNode[] {
  const nodes: SchemaNode[] = [
    {
      schema,
      pointer: '/inputSchema',
      path: name,
      parent: undefined,
      keyword: undefined,
      key: undefined,
      isNeeded: true,
    },
  ];
  // Grows while it is read: children follow their parents.
  for (const node of nodes) nodes.push(...childrenOf(node));
  return nodes;
}

function childrenOf(node: SchemaNode): SchemaNode[] {
  if (typeof node.schema === 'boolean') return [];
  const { schema } = node;
  return [
    ...MAPS.flatMap((keyword) => fromMap(node, keyword, schema[keyword])),
    ...LISTS.flatMap((keyword) => fromList(node, keyword, schema[keyword])),
    // As additionalProperties a boolean is what everybody writes; as items it is a schema like others.
    ...SINGLES.filter(
      (keyword) => isObject(schema[keyword]) || (keyword === 'items' && isSchema(schema.items)),
    ).map((keyword) => toNode(node, [keyword], schema[keyword] as JsonSchema)),
  ];
}

function fromMap(parent: SchemaNode, keyword: string, map: unknown): SchemaNode[] {
  if (!isObject(map)) return [];
  return Object.entries(map)
    .filter(([, schema]) => isSchema(schema))
    .map(([key, schema]) => toNode(parent, [keyword, key], schema as JsonSchema));
}

function fromList(parent: SchemaNode, keyword: string, list: unknown): SchemaNode[] {
  if (!Array.isArray(list)) return [];
  return list
    .map((schema, index) => [schema, String(index)] as const)
    .filter(([schema]) => isSchema(schema))
    .map(([schema, index]) => toNode(parent, [keyword, index], schema as JsonSchema));
}

function toNode(parent: SchemaNode, steps: readonly string[], schema: JsonSchema | boolean): SchemaNode {
  const pointer = [parent.pointer, ...steps.map(escapePointer)].join('/');
  const [keyword, key] = steps as [string, string?];
  return {
    schema,
    pointer,
    path: toPath(parent.path, keyword, key),
    parent,
    keyword,
    key,
    isNeeded: isNeeded(parent.schema as JsonSchema, keyword, key),
  };
}

function toPath(path: string, keyword: string, key: string | undefined): string {
  if (DEFINITIONS.includes(keyword)) return key!;
  if (keyword === 'properties') return path === '' ? key! : `${path}.${key}`;
  return keyword === 'items' || keyword === 'prefixItems' ? `${path}[]` : path;
}

function isNeeded(parent: JsonSchema, keyword: string, key: string | undefined): boolean {
  const { required, minItems } = parent;
  if (keyword === 'properties') return Array.isArray(required) && required.includes(key);
  if (keyword === 'items' || keyword === 'prefixItems') return typeof minItems === 'number' && minItems > 0;
  return keyword === 'allOf';
}

export function isUnion({ keyword }: SchemaNode): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

export function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchema(value: unknown): value is JsonSchema | boolean {
  return isObject(value) || typeof value === 'boolean';
}

/** RFC 6901 section 3 */
export function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
