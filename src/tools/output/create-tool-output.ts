import { getMetadataStorage } from 'class-validator';
import { ConfigurationError } from '../../protocol/index.js';
import { type DtoClass, DtoInput, type StandardSchema, type ToolInputSchema } from '../input/index.js';
import { ToolOutput } from './tool-output.js';

/** What a tool may declare its output with: a class with class-validator decorators, or a schema. */
export type ToolOutputType = DtoClass | ToolInputSchema;

/**
 * Chooses what a tool's results are held to.
 * @param returnType what TypeScript wrote down for the method: a class with class-validator decorators is an output too
 * @returns `undefined` for a tool that promises nothing
 * @throws ConfigurationError for an output that cannot be described
 */
export function createToolOutput(
  declared: ToolOutputType | undefined,
  returnType: unknown,
  label: string,
): ToolOutput | undefined {
  const output = declared ?? (isValidated(returnType) ? returnType : undefined);
  if (!output) return undefined;
  const schema = toSchema(output, label);
  if (schema['type'] !== 'object')
    throw new ConfigurationError(
      `${label}: output must be a class with class-validator decorators, or a schema of an object, such as z.object({ … })`,
    );
  return new ToolOutput({ ...schema, type: 'object' }, label);
}

function toSchema(output: ToolOutputType, label: string): Readonly<Record<string, unknown>> {
  if (typeof output === 'function') return new DtoInput(output, label).schema;
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
