import { getMetadataStorage } from 'class-validator';
import { type ArraySchema, ConfigurationError, type JsonSchema } from '../protocol/index.js';
import type { InputSchema } from './create-input.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';
import { listOf, wrapList } from './list-output.js';
import { Output } from './output.js';
import type { StandardSchema } from './standard-schema.js';

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
  const schema = toSchema(output, label);
  if (schema['type'] === 'array') return new Output(wrapList(schema), label, true);
  if (schema['type'] === 'object') return new Output({ ...schema, type: 'object' }, label);
  throw new ConfigurationError(
    `${label}: output must be a class with class-validator decorators, or a schema of an object or a list, such as z.object({ … }); [Row] is a list of rows`,
  );
}

function toSchema(output: OutputType, label: string): JsonSchema {
  if (Array.isArray(output)) return listOf(toSchema((output as readonly [OneOutput])[0], label));
  if (typeof output === 'function') return new DtoInput(output, label, 'output').schema;
  return '~standard' in output ? describeStandard(output as StandardSchema, label) : (output as JsonSchema);
}

/** A library throws for what JSON Schema cannot say. */
function describeStandard(standard: StandardSchema, label: string): JsonSchema {
  try {
    return standard['~standard'].jsonSchema?.output?.({ target: 'draft-2020-12' }) ?? {};
  } catch (error) {
    throw new ConfigurationError(
      `${label}: output has no JSON Schema: ${(error as Error).message}. Describe what JSON holds of it: ` +
        'z.iso.datetime() in place of z.date(), and z.string().transform(…).pipe(z.number()) to say what a transform gives',
    );
  }
}

function isValidated(type: unknown): type is DtoClass {
  return (
    typeof type === 'function' &&
    getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0
  );
}
