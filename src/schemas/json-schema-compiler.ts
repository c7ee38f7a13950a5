import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigurationError, type ObjectSchema } from '../protocol/index.js';
import { withUniqueItems } from './unique-items.js';
import { refuseSlowPatterns } from './patterns/index.js';

const OPTIONS = { strict: false, validateFormats: false, logger: false } as const;

/** Compiling takes time by the square of a schema's size: this many JSON values take less than half a second. */
const MAX_SCHEMA_VALUES = 5_000;

let loaded: { readonly Ajv: typeof Ajv2020; readonly schemas: Ajv2020 } | undefined;

/**
 * A validator of a JSON Schema 2020-12; formats are notes to the reader. No other document is ever fetched.
 * @param what names it in messages: `CalculatorTools.add: input`
 * @throws ConfigurationError for what is no such schema, refers to another document, or has a pattern that could block
 */
export function compileJsonSchema(
  schema: ObjectSchema,
  what: string,
  options: { readonly allErrors?: boolean } = {},
): ValidateFunction {
  if (countParts(schema) > MAX_SCHEMA_VALUES)
    throw new ConfigurationError(
      `${what} has more than ${MAX_SCHEMA_VALUES} JSON values: to compile it would block the server. Check the rest in the tool`,
    );
  refuseSlowPatterns(schema, what);
  loaded ??= load();
  const { Ajv, schemas } = loaded;
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
    throw new ConfigurationError(
      `${what} is no JSON Schema 2020-12 that stands alone: ${(error as Error).message}`,
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

/** Most servers have no such schema, and ajv takes 30 ms to load. */
function load(): NonNullable<typeof loaded> {
  const require = createRequire(import.meta.url);
  const { Ajv2020: Ajv } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  return { Ajv, schemas: new Ajv(OPTIONS) };
}
