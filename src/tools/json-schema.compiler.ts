import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigurationError, type ObjectSchema } from '../protocol/index.js';
import { refuseSlowPatterns } from './patterns/index.js';

let ajv: Ajv2020 | undefined;

/**
 * A validator of a JSON Schema 2020-12; formats are notes to the reader. No other document is ever fetched.
 * @param what names it in messages: `CalculatorTools.add: input`
 * @throws ConfigurationError for what is no such schema, refers to another document, or would block the server
 */
export function compileJsonSchema(schema: ObjectSchema, what: string): ValidateFunction {
  refuseSlowPatterns(schema, what);
  ajv ??= load();
  try {
    return compileAlone(ajv, schema);
  } catch (error) {
    throw new ConfigurationError(
      `${what} is no JSON Schema 2020-12 that stands alone: ${(error as Error).message}`,
    );
  }
}

/** A schema that passes must not stay, nor take the place of another one: tools may come and go. */
function compileAlone(compiler: Ajv2020, schema: ObjectSchema): ValidateFunction {
  const { $id, $async } = schema as { $id?: unknown; $async?: unknown };
  if ($async !== undefined) throw new Error('$async is no keyword of JSON Schema');
  if (typeof $id === 'string' && compiler.getSchema($id)) throw new Error(`$id ${$id} is another schema's`);
  try {
    return compiler.compile(schema);
  } finally {
    compiler.removeSchema(schema);
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
