import { ConfigurationError, type JsonSchema, type ObjectSchema } from '../protocol/index.js';
import { type SchemaPlace, SchemaPlaces } from './lenient-places.js';
import { ARRAY, BOOLEAN, FRACTION, INTEGER, OBJECT, TEXT } from './lenient-types.js';
import { isSchema, resolveReference } from './schema-reference.js';

/** An argument that comes as text, whatever it stands for. */
export interface TextArgument {
  readonly name: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly isRequired: boolean;
  /** JSON types that its text stands for, as bits; text itself where that is one of them. */
  readonly types: number;
  /** All texts that it takes; `undefined` where they are not listed. */
  readonly values: readonly string[] | undefined;
}

const FROM_TEXT = TEXT | FRACTION | INTEGER | BOOLEAN;

/**
 * The arguments that an input names, in its order.
 * @throws ConfigurationError for one that cannot come as text: an object, an array
 */
export function readTextArguments(schema: ObjectSchema, label: string): TextArgument[] {
  const input = new SchemaPlaces(schema).of(schema);
  const { required, properties } = schema;
  return input.names.map((name) => {
    const place = input.property(name);
    if (!(place.types & FROM_TEXT)) throw notText(name, place, label);
    const given = isSchema(properties) ? properties[name] : undefined;
    const property = isSchema(given) ? resolveReference(given, schema) : {};
    return {
      name,
      title: textOrNothing(property['title']),
      description: textOrNothing(property['description']),
      isRequired: Array.isArray(required) && required.includes(name),
      types: place.types,
      values: readValues(property, schema),
    };
  });
}

function notText(name: string, { types }: SchemaPlace, label: string): ConfigurationError {
  const kind = types & ARRAY ? 'a list' : types & OBJECT ? 'an object' : 'nothing that text stands for';
  return new ConfigurationError(
    `${label}: its argument ${name} is ${kind}, but clients send text. Declare text that the method reads, or an argument for each part: text, a number, a boolean or an enum`,
  );
}

/** Where alternatives are nested deeper, values are not looked for. */
const MAX_DEPTH = 8;

/** The texts of an `enum`, a `const` or a boolean, and of alternatives that are all such. */
function readValues(given: JsonSchema, root: JsonSchema, depth = 0): string[] | undefined {
  const schema = resolveReference(given, root);
  const alternatives = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(alternatives)) {
    if (depth > MAX_DEPTH) return undefined;
    const each = alternatives.map((one) => (isSchema(one) ? readValues(one, root, depth + 1) : undefined));
    return each.every((values) => values !== undefined) ? [...new Set(each.flat())] : undefined;
  }
  if (Array.isArray(schema['enum'])) return schema['enum'].filter(isPrimitive).map(String);
  if (isPrimitive(schema['const'])) return [String(schema['const'])];
  if (schema['type'] === 'boolean') return ['true', 'false'];
  return schema['type'] === 'null' ? [] : undefined;
}

function isPrimitive(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
