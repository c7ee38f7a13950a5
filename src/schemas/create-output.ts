import { getMetadataStorage } from 'class-validator';
import { ConfigurationError } from '../protocol/index.js';
import type { InputSchema } from './create-input.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';
import { Output } from './output.js';
import type { StandardSchema } from './standard-schema.js';

/** What an output is declared with: a class with class-validator decorators, or a schema. */
export type OutputType = DtoClass | InputSchema;

/**
 * Chooses how an output is described and checked.
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
  if (schema['type'] !== 'object')
    throw new ConfigurationError(
      `${label}: output must be a class with class-validator decorators, or a schema of an object, such as z.object({ … })`,
    );
  return new Output({ ...schema, type: 'object' }, label);
}

function toSchema(output: OutputType, label: string): Readonly<Record<string, unknown>> {
  if (typeof output === 'function') return new DtoInput(output, label, 'output').schema;
  if (!('~standard' in output)) return output;
  const { jsonSchema } = (output as StandardSchema)['~standard'];
  return jsonSchema?.output?.({ target: 'draft-2020-12' }) ?? {};
}

function isValidated(type: unknown): type is DtoClass {
  return (
    typeof type === 'function' &&
    getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0
  );
}
