import type { JsonSchema, Params } from '../protocol/index.js';
import { acceptsNull } from './schema-intersection.js';
import { isSchema, resolveReference } from './schema-reference.js';

/**
 * Arguments without the nulls that models send for what they leave out: of properties that may be left out, and may not be
 * null. Looked at where the arguments are refused, in objects, lists, records and alternatives.
 * @returns nothing where there is no such null
 */
export function leaveOutNulls(schema: JsonSchema, args: Params): Params | undefined {
  const meant = new AbsentNulls(schema).leaveOut([schema], args);
  return meant === args ? undefined : (meant as Params);
}

/** Each value is looked at with all schemas that may describe it. */
class AbsentNulls {
  constructor(private readonly root: JsonSchema) {}

  leaveOut(schemas: readonly JsonSchema[], value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const parts = schemas.flatMap((schema) => this.partsOf(schema, value));
    return Array.isArray(value) ? this.inList(parts, value) : this.inObject(parts, value as Params);
  }

  private inList(parts: readonly JsonSchema[], list: unknown[]): unknown[] {
    const meant = list.map((member, index) => this.leaveOut(memberSchemas(parts, index), member));
    return meant.every((member, index) => member === list[index]) ? list : meant;
  }

  private inObject(parts: readonly JsonSchema[], object: Params): Params {
    let meant: Record<string, unknown> | undefined;
    for (const [key, value] of Object.entries(object)) {
      if (value === null && this.isAbsent(parts, key)) {
        meant ??= { ...object };
        delete meant[key];
        continue;
      }
      const inner = this.leaveOut(propertySchemas(parts, key), value);
      if (inner !== value) (meant ??= { ...object })[key] = inner;
    }
    return meant ?? object;
  }

  private isAbsent(parts: readonly JsonSchema[], key: string): boolean {
    const declared = parts.flatMap((part) => declaredIn(part, key));
    const isRequired = parts.some((part) => (part['required'] as string[] | undefined)?.includes(key));
    return declared.length > 0 && !isRequired && declared.every((one) => this.refusesNull(one));
  }

  /** What says nothing of types may take null. */
  private refusesNull(schema: JsonSchema, depth = 0): boolean {
    const { type, anyOf, oneOf, enum: values } = this.resolve(schema);
    if (type !== undefined) return ![type].flat().includes('null');
    if (Array.isArray(values)) return !values.includes(null);
    const alternatives = (anyOf ?? oneOf) as readonly JsonSchema[] | undefined;
    return (
      Array.isArray(alternatives) &&
      depth < MAX_ALTERNATIVES_DEPTH &&
      !alternatives.some((one) => acceptsNull(one) || !this.refusesNull(one, depth + 1))
    );
  }

  /** A schema, and those of its alternatives that a value may be meant for. */
  private partsOf(schema: JsonSchema, value: object, depth = 0): JsonSchema[] {
    const part = this.resolve(schema);
    if (depth > MAX_ALTERNATIVES_DEPTH) return [part];
    const inner = (keyword: string): JsonSchema[] =>
      listIn(part[keyword]).flatMap((one) => this.partsOf(one, value, depth + 1));
    const alternatives = [...inner('anyOf'), ...inner('oneOf')];
    const meant = alternatives.filter((one) => this.isMeantFor(one, value));
    return [part, ...inner('allOf'), ...(meant.length > 0 ? meant : alternatives)];
  }

  /** Whether its constants are those of the value: a discriminator's. */
  private isMeantFor(schema: JsonSchema, value: object): boolean {
    const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
    return properties.every(([key, property]) => {
      const { const: constant, enum: values } = isSchema(property) ? this.resolve(property) : {};
      const known = constant === undefined ? values : [constant];
      const own: unknown = Object.hasOwn(value, key) ? (value as Params)[key] : undefined;
      return !Array.isArray(known) || own === undefined || own === null || known.includes(own);
    });
  }

  private resolve(schema: JsonSchema): JsonSchema {
    return resolveReference(schema, this.root);
  }
}

/** Alternatives in alternatives: more are written by nobody, and a schema may name itself there. */
const MAX_ALTERNATIVES_DEPTH = 8;

function declaredIn({ properties }: JsonSchema, key: string): JsonSchema[] {
  const isDeclared = isSchema(properties) && Object.hasOwn(properties, key);
  return isDeclared ? listIn([properties[key]]) : [];
}

function propertySchemas(parts: readonly JsonSchema[], key: string): JsonSchema[] {
  return parts.flatMap((part) => {
    const declared = declaredIn(part, key);
    return declared.length > 0 ? declared : listIn([part['additionalProperties']]);
  });
}

function memberSchemas(parts: readonly JsonSchema[], index: number): JsonSchema[] {
  return parts.flatMap(({ items, prefixItems }) => {
    const place: unknown = Array.isArray(prefixItems) ? prefixItems[index] : undefined;
    return listIn([place ?? items]);
  });
}

function listIn(schemas: unknown): JsonSchema[] {
  return Array.isArray(schemas) ? (schemas as unknown[]).filter(isSchema) : [];
}
