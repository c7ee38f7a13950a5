import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigurationError, type ObjectSchema } from '../protocol/index.js';
import { refuseSlowPatterns } from './patterns/index.js';

const OPTIONS = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;

let loaded: { readonly Ajv: typeof Ajv2020; readonly schemas: Ajv2020 } | undefined;

/**
 * A validator of a JSON Schema 2020-12; formats are notes to the reader. No other document is ever fetched.
 * @param what names it in messages: `CalculatorTools.add: input`
 * @throws ConfigurationError for what is no such schema, refers to another document, or has a pattern that could block
 */
export function compileJsonSchema(schema: ObjectSchema, what: string): ValidateFunction {
  refuseSlowPatterns(schema, what);
  loaded ??= load();
  const { Ajv, schemas } = loaded;
  try {
    if ('$async' in schema) throw new Error('$async is a keyword of ajv, whose verdict would come later');
    void schemas.validateSchema(schema, true);
    // One of its own: ajv keeps every schema and every $id in it, and those of two tools may be the same.
    const validate = new Ajv({ ...OPTIONS, validateSchema: false }).compile(schema);
    // What refers to itself in its own place has no end, and overflows the stack.
    void validate({});
    return validate;
  } catch (error) {
    throw new ConfigurationError(
      `${what} is no JSON Schema 2020-12 that stands alone: ${(error as Error).message}`,
    );
  }
}

/** Most servers have no such tool, and ajv takes 30 ms to load. */
function load(): NonNullable<typeof loaded> {
  const require = createRequire(import.meta.url);
  const { Ajv2020: Ajv } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  return { Ajv, schemas: new Ajv(OPTIONS) };
}
