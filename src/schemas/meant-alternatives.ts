import type { JsonSchema, Params } from '../protocol/index.js';
import { declaredIn, propertySchemas } from './schema-members.js';

/** An alternative of a union: the schemas that all describe its value, without references. */
export type Alternative = readonly JsonSchema[];

type Resolve = (schema: JsonSchema) => JsonSchema;

/**
 * The alternatives that an object may be meant for: those with its constants, as a discriminator has them; of these those
 * whose required properties it has; and of these those that know the most of its names.
 * @returns all of them where none is nearer than the others
 */
export function findMeant<Item extends { readonly meant: Alternative }>(
  alternatives: readonly Item[],
  object: Params,
  resolve: Resolve,
): readonly Item[] {
  const keep = (some: readonly Item[], fits: (parts: Alternative) => boolean): readonly Item[] => {
    const kept = some.filter(({ meant }) => fits(meant));
    return kept.length > 0 ? kept : some;
  };
  const byConstants = keep(alternatives, (parts) =>
    parts.every((part) => fitsConstants(part, object, resolve)),
  );
  const byRequired = keep(byConstants, (parts) => parts.every((part) => hasRequired(part, object)));
  if (byRequired.length < 2) return byRequired;
  const counts = byRequired.map(({ meant }) => countKnown(meant, object));
  const most = Math.max(...counts);
  return byRequired.filter((_, index) => counts[index] === most);
}

function fitsConstants(schema: JsonSchema, object: Params, resolve: Resolve): boolean {
  return Object.keys(schema['properties'] ?? {}).every((key) => {
    const [property = {}] = declaredIn(schema, key);
    const { const: constant, enum: values } = resolve(property);
    const known = constant === undefined ? values : [constant];
    const own: unknown = Object.hasOwn(object, key) ? object[key] : undefined;
    return !Array.isArray(known) || own === undefined || own === null || known.includes(own);
  });
}

function hasRequired({ required }: JsonSchema, object: Params): boolean {
  return !Array.isArray(required) || required.every((key) => Object.hasOwn(object, key as string));
}

function countKnown(parts: Alternative, object: Params): number {
  return Object.keys(object).filter((key) => parts.some((part) => propertySchemas(part, key).length > 0))
    .length;
}
