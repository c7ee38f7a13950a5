import { createRequire } from 'node:module';
import type { Ajv, ValidateFunction } from 'ajv';
import { ConfigurationError, type JsonSchema } from '../protocol/index.js';
import { type Codegen, withCountedUnions } from './counted-unions.js';
import { requireDialect, type JsonSchemaDialect } from './json-schema-dialect.js';
import { withMultipleOf } from './multiple-of.js';
import { refuseSlowPatterns } from './patterns/index.js';
import { withUniqueItems } from './unique-items.js';

const OPTIONS = { strict: false, validateFormats: false, logger: false } as const;

/** Compiling takes time by the square of a schema's size: this many JSON values take less than half a second. */
const MAX_SCHEMA_VALUES = 5_000;

type AjvClass = new (options: object) => Ajv;

interface LoadedAjv {
  readonly create: AjvClass;
  readonly codegen: Codegen;
  /** Has the schemas of schemas. */
  readonly schemas: Ajv;
}

const loaded = new Map<JsonSchemaDialect, LoadedAjv>();

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
  try {
    const { create: Ajv, codegen, schemas } = load(requireDialect(schema));
    if ('$async' in schema) throw new Error('$async is a keyword of ajv, whose verdict would come later');
    // By the schema of schemas that was loaded: its URL may be written with https.
    void schemas.validateSchema({ ...schema, $schema: undefined }, true);
    // One of its own: ajv keeps every schema and every $id in it, and those of two schemas may be the same.
    const ajv = new Ajv({ ...OPTIONS, ...options, validateSchema: false });
    const validate = withCountedUnions(withMultipleOf(withUniqueItems(ajv)), codegen).compile(schema);
    // What refers to itself in its own place has no end, and overflows the stack.
    void validate({});
    return validate;
  } catch (error) {
    throw new ConfigurationError(
      `${what} is not a JSON Schema (2020-12 or draft-07) that stands alone: ${(error as Error).message}${mendOf(error as Error)}`,
    );
  }
}

function mendOf(error: Error & { readonly missingRef?: string }): string {
  if (error.missingRef !== undefined) return '. Put it under $defs';
  return error.message.startsWith('"nullable"') ? ". Write anyOf: [ …, { type: 'null' } ]" : '';
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
function load(dialect: JsonSchemaDialect): LoadedAjv {
  const known = loaded.get(dialect);
  if (known) return known;
  const require = createRequire(import.meta.url);
  const codegen = require(dialect === 'draft-07' ? 'ajv' : 'ajv/dist/2020.js') as Codegen & {
    default: AjvClass;
  };
  const made = { create: codegen.default, codegen, schemas: new codegen.default(OPTIONS) };
  loaded.set(dialect, made);
  return made;
}
