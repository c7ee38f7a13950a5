import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { Ajv } from 'ajv';
import { ConfigurationError, type JsonSchema } from '../protocol/index.js';
import { withUniqueItems } from './unique-items.js';
import { refuseSlowPatterns } from './patterns/index.js';

const OPTIONS = { strict: false, validateFormats: false, logger: false } as const;

/** Compiling takes time by the square of a schema's size: this many JSON values take less than half a second. */
const MAX_SCHEMA_VALUES = 5_000;

type Dialect = 'draft-07' | '2020-12';
type AjvClass = new (options: object) => Ajv;

const loaded = new Map<Dialect, { readonly create: AjvClass; readonly schemas: Ajv }>();

/**
 * A validator of a JSON Schema 2020-12, or of draft-07 where its `$schema` says so; formats are notes to the reader. No other document is ever fetched.
 * @param what names it in messages: `CalculatorTools.add: input`
 * @throws ConfigurationError for what is no such schema, refers to another document, or has a pattern that could block
 */
export function compileJsonSchema(
  schema: JsonSchema,
  what: string,
  options: { readonly allErrors?: boolean } = {},
): ValidateFunction {
  if (countParts(schema) > MAX_SCHEMA_VALUES)
    throw new ConfigurationError(
      `${what} has more than ${MAX_SCHEMA_VALUES} JSON values: to compile it would block the server. Check the rest in the tool`,
    );
  refuseSlowPatterns(schema, what);
  const { create: Ajv, schemas } = load(dialectOf(schema));
  try {
    if ('$async' in schema) throw new Error('$async is a keyword of ajv, whose verdict would come later');
    void schemas.validateSchema(schema, true);
    // One of its own: ajv keeps every schema and every $id in it, and those of two schemas may be the same.
    const validate = withUniqueItems(new Ajv({ ...OPTIONS, ...options, validateSchema: false })).compile(
      schema,
    );
    // What refers to itself in its own place has no end, and overflows the stack.
    void validate({});
    return validate;
  } catch (error) {
    const mend = (error as { missingRef?: string }).missingRef === undefined ? '' : '. Put it under $defs';
    throw new ConfigurationError(
      `${what} is not a JSON Schema (2020-12 or draft-07) that stands alone: ${(error as Error).message}${mend}`,
    );
  }
}

/** A schema may refer to itself as an object too: each part counts once. */
function countParts(schema: object): number {
  const parts = new Set<object>([schema]);
  let count = 1;
  for (const part of parts)
    for (const value of Object.values(part) as unknown[]) {
      if (++count > MAX_SCHEMA_VALUES) return count;
      if (typeof value === 'object' && value !== null) parts.add(value);
    }
  return count;
}

/** zod-to-json-schema, TypeBox and tools of OpenAPI write draft-07. */
export function dialectOf({ $schema }: JsonSchema): Dialect {
  return typeof $schema === 'string' && /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/.test($schema)
    ? 'draft-07'
    : '2020-12';
}

/** Most servers have no such schema, and ajv takes 30 ms to load. */
function load(dialect: Dialect): { readonly create: AjvClass; readonly schemas: Ajv } {
  const known = loaded.get(dialect);
  if (known) return known;
  const require = createRequire(import.meta.url);
  const { default: Class } = require(dialect === 'draft-07' ? 'ajv' : 'ajv/dist/2020.js') as {
    default: AjvClass;
  };
  const made = { create: Class, schemas: new Class(OPTIONS) };
  loaded.set(dialect, made);
  return made;
}
