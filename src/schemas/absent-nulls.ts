import type { JsonSchema, Params } from '../protocol/index.js';
import { isRecord } from './dto-instance.js';
import { acceptsNull } from './schema-intersection.js';

/**
 * Arguments without the nulls that models send for what they leave out: of properties that may be left out, and may not be
 * null. Looked at where the arguments are refused, in the properties of objects in objects.
 * @returns nothing where there is no such null
 */
export function leaveOutNulls(schema: JsonSchema, args: Params): Params | undefined {
  const { properties, required } = schema as { properties?: Record<string, JsonSchema>; required?: string[] };
  if (!properties) return undefined;
  let meant: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(args)) {
    const declared = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!isRecord(declared)) continue;
    if (value === null && !required?.includes(key) && refusesNull(declared)) {
      meant ??= { ...args };
      delete meant[key];
    } else if (isRecord(value)) {
      const inner = leaveOutNulls(declared, value);
      if (inner) (meant ??= { ...args })[key] = inner;
    }
  }
  return meant;
}

/** What says nothing of types may take null. */
function refusesNull(schema: JsonSchema): boolean {
  const { type, anyOf, oneOf, enum: values } = schema;
  if (type !== undefined) return ![type].flat().includes('null');
  if (Array.isArray(values)) return !values.includes(null);
  const alternatives = anyOf ?? oneOf;
  return (
    Array.isArray(alternatives) &&
    !alternatives.some((one) => acceptsNull(one as JsonSchema) || !refusesNull(one as JsonSchema))
  );
}
