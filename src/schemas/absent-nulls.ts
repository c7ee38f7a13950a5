import type { JsonSchema, Params } from '../protocol/index.js';
import { findMeant } from './meant-alternatives.js';
import { acceptsNull } from './schema-intersection.js';
import { declaredIn, memberSchemas, propertySchemas, schemasIn } from './schema-members.js';
import { isSchema, resolveReference } from './schema-reference.js';

/** Which nulls are looked for: all, or those that only an alternative takes that is not meant. */
type Wanted = 'all' | 'taken by another alternative';

/** The schemas that describe a value: of the alternatives that it is meant for, and of the others. */
interface Place {
  readonly meant: readonly JsonSchema[];
  readonly others: readonly JsonSchema[];
}

/**
 * The nulls that models send for what they leave out: of properties that may be left out and may not be null, and of those
 * that only another alternative has. They are looked for in objects, lists, records and alternatives.
 */
export class AbsentNulls {
  private readonly resolve = (schema: JsonSchema): JsonSchema => resolveReference(schema, this.root);
  /** Of properties that may be null in one place of the schema, and not in another. */
  private readonly namesTakenElsewhere: ReadonlySet<string>;

  constructor(private readonly root: JsonSchema) {
    const declared = [...partsIn(root)].flatMap((part) => propertiesOf(part));
    const taking = new Set(declared.filter(([, one]) => !this.refusesNull(one)).map(([name]) => name));
    const refusing = declared.filter(([, one]) => this.refusesNull(one)).map(([name]) => name);
    this.namesTakenElsewhere = new Set(refusing.filter((name) => taking.has(name)));
  }

  /**
   * The arguments without them.
   * @param wanted `all` for arguments that are refused
   * @returns nothing where there are none
   */
  leaveOut(args: Params, wanted: Wanted): Params | undefined {
    const names = wanted === 'all' ? undefined : this.namesTakenElsewhere;
    if (names?.size === 0 || !hasNull(args, names)) return undefined;
    const meant = this.without(args, { meant: [this.root], others: [] }, wanted);
    return meant === args ? undefined : (meant as Params);
  }

  private without(value: object, schemas: Place, wanted: Wanted): object {
    const place = this.open(schemas, value as Params);
    return Array.isArray(value)
      ? this.inList(value, place, wanted)
      : this.inObject(value as Params, place, wanted);
  }

  private inList(list: unknown[], place: Place, wanted: Wanted): unknown[] {
    const meant = list.map((member, index) =>
      isHolder(member)
        ? this.without(
            member,
            into(place, (part) => memberSchemas(part, index)),
            wanted,
          )
        : member,
    );
    return meant.every((member, index) => member === list[index]) ? list : meant;
  }

  private inObject(object: Params, place: Place, wanted: Wanted): Params {
    let meant: Record<string, unknown> | undefined;
    for (const [key, value] of Object.entries(object)) {
      if (value === null && this.isAbsent(place, key, wanted)) {
        meant ??= { ...object };
        delete meant[key];
      }
      if (!isHolder(value)) continue;
      const inner = this.without(
        value,
        into(place, (part) => propertySchemas(part, key)),
        wanted,
      );
      if (inner !== value) (meant ??= { ...object })[key] = inner;
    }
    return meant ?? object;
  }

  private isAbsent({ meant, others }: Place, key: string, wanted: Wanted): boolean {
    if (meant.some(({ required }) => Array.isArray(required) && required.includes(key))) return false;
    const declared = meant.flatMap((part) => declaredIn(part, key));
    const elsewhere = others.flatMap((part) => declaredIn(part, key));
    if (declared.length === 0)
      return wanted === 'all' && elsewhere.length > 0 && !meant.some((part) => describes(part, key));
    const isTakenElsewhere = elsewhere.some((one) => !this.refusesNull(one));
    return declared.every((one) => this.refusesNull(one)) && (wanted === 'all' || isTakenElsewhere);
  }

  /** What says nothing of types may take null. So may what OpenAPI calls nullable, which ajv reads too. */
  private refusesNull(schema: JsonSchema, depth = 0): boolean {
    const { type, anyOf, oneOf, enum: values, nullable } = this.resolve(schema);
    if (nullable === true) return false;
    if (type !== undefined) return ![type].flat().includes('null');
    if (Array.isArray(values)) return !values.includes(null);
    const alternatives = (anyOf ?? oneOf) as readonly JsonSchema[] | undefined;
    return (
      Array.isArray(alternatives) &&
      depth < MAX_ALTERNATIVES_DEPTH &&
      !alternatives.some((one) => acceptsNull(one) || !this.refusesNull(one, depth + 1))
    );
  }

  /** With the parts and alternatives of each schema. */
  private open({ meant, others }: Place, value: Params): Place {
    const opened = meant.map((schema) => this.partsOf(schema, value));
    const rest = others.map((schema) => this.partsOf(schema, value));
    return {
      meant: opened.flatMap((place) => place.meant),
      others: [...opened.flatMap((place) => place.others), ...rest.flatMap(allOf)],
    };
  }

  private partsOf(schema: JsonSchema, value: Params, depth = 0): Place {
    const part = this.resolve(schema);
    const isPlain = !part['anyOf'] && !part['oneOf'] && !part['allOf'];
    if (isPlain || depth > MAX_ALTERNATIVES_DEPTH) return { meant: [part], others: [] };
    const inner = (keyword: string): Place[] =>
      schemasIn(part[keyword]).map((one) => this.partsOf(one, value, depth + 1));
    const alternatives = [...inner('anyOf'), ...inner('oneOf')];
    const meant = Array.isArray(value) ? alternatives : findMeant(alternatives, value, this.resolve);
    const parts = [...inner('allOf'), ...meant];
    const dropped = alternatives.filter((one) => !meant.includes(one));
    return {
      meant: [part, ...parts.flatMap((one) => one.meant)],
      others: [...parts.flatMap((one) => one.others), ...dropped.flatMap(allOf)],
    };
  }
}

/** Alternatives in alternatives: more are written by nobody, and a schema may name itself there. */
const MAX_ALTERNATIVES_DEPTH = 8;

function allOf({ meant, others }: Place): JsonSchema[] {
  return [...meant, ...others];
}

function into({ meant, others }: Place, find: (part: JsonSchema) => JsonSchema[]): Place {
  return { meant: meant.flatMap(find), others: others.flatMap(find) };
}

function describes(part: JsonSchema, key: string): boolean {
  return propertySchemas(part, key).length > 0;
}

/** @param names of the properties that are looked at; all without it */
function hasNull(value: object, names: ReadonlySet<string> | undefined): boolean {
  return Object.entries(value).some(([key, member]) =>
    isHolder(member) ? hasNull(member, names) : member === null && (!names || names.has(key)),
  );
}

/** All objects and lists in a schema, itself included. */
function partsIn(schema: JsonSchema): ReadonlySet<object> {
  const parts = new Set<object>([schema]);
  for (const part of parts) for (const member of Object.values(part)) if (isHolder(member)) parts.add(member);
  return parts;
}

function propertiesOf(part: object): [string, JsonSchema][] {
  const { properties } = part as JsonSchema;
  if (!isSchema(properties)) return [];
  return Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
