import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigurationError, type ObjectSchema } from '../protocol/index.js';

let ajv: Ajv2020 | undefined;

/**
 * A validator of a JSON Schema 2020-12; formats are notes to the reader. No other document is ever fetched.
 * @param what names it in messages: `CalculatorTools.add: input`
 * @throws ConfigurationError for what is no such schema, or refers to another document
 */
export function compileJsonSchema(schema: ObjectSchema, what: string): ValidateFunction {
  ajv ??= load();
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw new ConfigurationError(
      `${what} is no JSON Schema 2020-12 that stands alone: ${(error as Error).message}`,
    );
  } finally {
    // ajv keeps every schema it has seen, and tools may come and go.
    ajv.removeSchema(schema);
  }
}

/** Most servers have no such tool, and ajv takes 30 ms to load. */
function load(): Ajv2020 {
  const require = createRequire(import.meta.url);
  const loaded = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  return new loaded.Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    addUsedSchema: false,
    logger: false,
  });
}
