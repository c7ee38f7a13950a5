import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../protocol/index.js';
import { resolveReference } from './schema-reference.js';

interface Branch {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly isClosed: boolean;
}

/**
 * One object for a union or an intersection of objects at the top of a schema, which the APIs of model families refuse
 * there. It has the properties of all branches; which of them belong together, its description says. It allows more than
 * the union: the verdict stays the union's.
 * @returns the schema as it is, if it has no such union
 */
export function flattenUnion(schema: JsonSchema): JsonSchema {
  const { anyOf, oneOf, allOf, description, ...others } = schema;
  const members = (anyOf ?? oneOf ?? allOf) as readonly JsonSchema[] | undefined;
  if (!Array.isArray(members) || schema['type'] !== undefined) return schema;
  const isUnion = allOf === undefined;
  const branches = members.flatMap((member) => toBranches(member as JsonSchema, schema, isUnion));
  if (!branches.every((branch) => branch !== undefined)) return schema;
  const required = isUnion ? inEvery(branches) : branches.flatMap((branch) => branch.required);
  const words = [description, isUnion ? describeBranches(branches) : undefined].filter(Boolean);
  return {
    type: 'object',
    ...others,
    ...(words.length > 0 && { description: words.join('\n') }),
    properties: mergeProperties(branches, isUnion ? 'anyOf' : 'allOf'),
    ...(required.length > 0 && { required: [...new Set(required)] }),
    ...(isUnion && branches.every(({ isClosed }) => isClosed) && { additionalProperties: false }),
  };
}

/** @returns `undefined` in the place of what is not an object */
function toBranches(member: JsonSchema, root: JsonSchema, isUnion: boolean): (Branch | undefined)[] {
  const resolved = resolve(member, root);
  const inner = (resolved['anyOf'] ?? resolved['oneOf']) as readonly JsonSchema[] | undefined;
  if (isUnion && inner && resolved['type'] === undefined)
    return inner.flatMap((one) => toBranches(one, root, isUnion));
  const { type, properties, required, additionalProperties } = flattenUnion(resolved);
  if (type !== 'object') return [undefined];
  return [
    {
      properties: (properties ?? {}) as Branch['properties'],
      required: (required ?? []) as string[],
      isClosed: additionalProperties === false,
    },
  ];
}

function resolve(member: JsonSchema, root: JsonSchema): JsonSchema {
  return { ...resolveReference(member, root), $defs: root['$defs'] };
}

function inEvery([first, ...others]: readonly Branch[]): string[] {
  return first!.required.filter((name) => others.every(({ required }) => required.includes(name)));
}

function mergeProperties(
  branches: readonly Branch[],
  keyword: 'anyOf' | 'allOf',
): Record<string, JsonSchema> {
  const names = new Set(branches.flatMap(({ properties }) => Object.keys(properties)));
  const entries = [...names].map((name) => {
    const schemas = branches
      .filter(({ properties }) => Object.hasOwn(properties, name))
      .map((one) => one.properties[name]!);
    return [name, merge(schemas, keyword)] as const;
  });
  return Object.fromEntries(entries);
}

function merge(schemas: readonly JsonSchema[], keyword: 'anyOf' | 'allOf'): JsonSchema {
  const different = schemas.filter(
    (schema, index) => schemas.findIndex((other) => isDeepStrictEqual(other, schema)) === index,
  );
  if (different.length === 1) return different[0]!;
  const values = different.map(valuesOf);
  if (keyword === 'anyOf' && values.every((some) => some !== undefined))
    return { type: 'string', enum: [...new Set(values.flat())] };
  return { [keyword]: different };
}

/** The texts that a property is one of, as a discriminator is. */
function valuesOf({ const: constant, enum: values }: JsonSchema): string[] | undefined {
  const some: unknown = values ?? (constant === undefined ? undefined : [constant]);
  return Array.isArray(some) && some.every((value) => typeof value === 'string') ? some : undefined;
}

/** `One of: kind "circle" with radius; kind "square" with side.` */
function describeBranches(branches: readonly Branch[]): string {
  const common = inEvery(branches);
  const told = branches.map(({ properties, required }) => {
    const tags = common.flatMap((name) => {
      const values = valuesOf(properties[name]!);
      return values ? [`${name} ${values.map((value) => JSON.stringify(value)).join(' or ')}`] : [];
    });
    const own = required.filter((name) => !common.includes(name)).join(', ');
    return [tags.join(' and '), own].filter(Boolean).join(' with ') || 'nothing more';
  });
  return `One of: ${[...new Set(told)].join('; ')}.`;
}
