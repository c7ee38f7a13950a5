import { isRecord, type Params } from '../protocol/index.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';

/** A class that contains itself has no end; the call stack has. What is deeper is not made, and refused. */
export const MAX_DEPTH = 200;

/**
 * An instance that holds only what its class declares. Assigning a whole JSON object to one would let its own
 * `__proto__` key replace the prototype.
 */
export function instantiate(shape: DtoShape, source: Params, depth = 0): Record<string, unknown> {
  const instance = new shape.dto() as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    const value = source[key];
    const property = shape.properties.get(key);
    if (property && !isLeftOut(property, value))
      instance[key] = isPlain(property)
        ? value
        : toForm(property, value, (member) => toMember(property, member, depth + 1));
    else if (shape.tag?.isKept && shape.tag.property === key) instance[key] = value;
  }
  return instance;
}

/** A default takes the place of what is left out. */
export function isLeftOut({ nullMeans }: DtoProperty, value: unknown): boolean {
  return value === undefined || (value === null && nullMeans === 'absence');
}

function isPlain({ nested, isDate, form }: DtoProperty): boolean {
  return !nested && !isDate && form !== 'map';
}

/** A value of the wrong form is kept, for the verdict to refuse it. */
export function toForm(
  { form }: DtoProperty,
  value: unknown,
  toPart: (member: unknown, key?: string) => unknown,
): unknown {
  if (form === 'list' && Array.isArray(value))
    return value.map((member, index) => toPart(member, String(index)));
  if (form === 'map' && isRecord(value))
    return new Map(Object.entries(value).map(([key, member]) => [key, toPart(member, key)]));
  return form === 'one' ? toPart(value) : value;
}

function toMember({ nested, isDate }: DtoProperty, value: unknown, depth: number): unknown {
  if (isDate && typeof value === 'string') return new Date(value);
  const shape = nested && depth <= MAX_DEPTH && isRecord(value) ? nested.findShape(value) : undefined;
  return shape ? instantiate(shape, value as Params, depth) : value;
}
