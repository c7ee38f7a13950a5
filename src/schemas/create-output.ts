import { getMetadataStorage } from 'class-validator';
import { type ArraySchema, ConfigurationError, type JsonSchema } from '../protocol/index.js';
import type { InputSchema } from './create-input.js';
import { toJsonSchema } from './dto-schema.js';
import type { DtoClass } from './dto-shape.js';
import { DtoShapeReader } from './dto-shape-reader.js';
import { adaptLibraryOutput } from './library-schema.js';
import { listOf, wrapList } from './list-output.js';
import { flattenUnion } from './object-union.js';
import { Output } from './output.js';
import { SentInstances } from './sent-instances.js';
import { DESCRIBE_JSON, mendOf, placeOf, type StandardSchema } from './standard-schema.js';

type OneOutput = DtoClass | InputSchema | ArraySchema;

/** What an output is declared with: a class with class-validator decorators, or a schema; `[Row]` is a list of rows. */
export type OutputType = OneOutput | readonly [OneOutput];

/**
 * Chooses how an output is described and checked. A list is the property `result` of what is described.
 * @param returnType what TypeScript wrote down for the method: a class with class-validator decorators is an output too
 * @returns `undefined` for a method that promises nothing
 * @throws ConfigurationError for an output that cannot be described
 */
export function createOutput(
  declared: OutputType | undefined,
  returnType: unknown,
  label: string,
): Output | undefined {
  const output = declared ?? (isValidated(returnType) ? returnType : undefined);
  if (!output) return undefined;
  const { schema, sent } = describe(output, label);
  if (schema['type'] === 'array') return new Output(wrapList(schema), label, { isList: true, sent });
  const shown = '~standard' in output ? flattenUnion(schema) : schema;
  if (shown['type'] !== 'object') throw noOutput(output, label, schema);
  const isFlattened = shown !== schema;
  return new Output({ ...shown, type: 'object' }, label, {
    sent,
    ...(isFlattened && { verdict: { ...schema, allOf: [schema['allOf'] ?? [], shown].flat() } }),
  });
}

/** @param schema the JSON Schema that it makes, if it makes one */
function noOutput(output: object, label: string, schema: JsonSchema = {}): ConfigurationError {
  return new ConfigurationError(
    `${label}: output must be a class with class-validator decorators, or a schema of an object or a list, such as z.object({ … }); [Row] is a list of rows${mendOf(output) || mendOfUnion(output, schema)}`,
  );
}

function mendOfUnion(output: object, schema: JsonSchema): string {
  const keyword = ['oneOf', 'anyOf', 'allOf'].find((one) => one in schema);
  if (!keyword) return '';
  return '~standard' in output
    ? '. Put a union of other values into a property: z.object({ result: z.union([ … ]) })'
    : `. Write type: 'object' next to its ${keyword}`;
}

interface Described {
  readonly schema: JsonSchema;
  /** Of a class whose instances are sent as other objects than they are. */
  readonly sent?: SentInstances | undefined;
}

function describe(output: OutputType, label: string): Described {
  if (Array.isArray(output)) {
    const { schema, sent } = describe(readRow(output, label), label);
    return { schema: listOf(schema), sent };
  }
  if (typeof output === 'function') return describeClass(output, label);
  return {
    schema:
      '~standard' in output ? describeStandard(output as StandardSchema, label) : (output as JsonSchema),
  };
}

function readRow(rows: readonly unknown[], label: string): OneOutput {
  const [row] = rows as readonly [OneOutput];
  if (rows.length !== 1)
    throw new ConfigurationError(
      `${label}: output is a list of ${rows.length} kinds of rows. Write one: [Row], or [z.union([ … ])] for several`,
    );
  if (typeof row === 'object' || typeof row === 'function') return row;
  throw new ConfigurationError(
    `${label}: output is a list of ${String(row)}. A class that is imported in a circle is not there yet when @Tool() reads it`,
  );
}

function describeClass(dto: DtoClass, label: string): Described {
  const reader = new DtoShapeReader(label, 'output');
  const { schema } = toJsonSchema(reader.read(dto), 'output');
  return { schema, sent: reader.isTransforming ? new SentInstances(reader.classes) : undefined };
}

/** A library throws for what JSON Schema cannot say. */
function describeStandard(standard: StandardSchema, label: string): JsonSchema {
  const { jsonSchema } = standard['~standard'];
  if (!jsonSchema?.output) throw noOutput(standard, label);
  try {
    return adaptLibraryOutput(jsonSchema.output({ target: 'draft-2020-12' }));
  } catch (error) {
    throw new ConfigurationError(
      `${label}: output has no JSON Schema${placeOf(standard, 'output')}: ${(error as Error).message}. ${DESCRIBE_JSON}` +
        ', and z.string().transform(…).pipe(z.number()) to say what a transform gives',
    );
  }
}

function isValidated(type: unknown): type is DtoClass {
  return (
    typeof type === 'function' &&
    getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0
  );
}
