import { Logger } from '@nestjs/common';
import { type ObjectSchema, ConfigurationError } from '../protocol/index.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';
import { JsonSchemaInput } from './json-schema-input.js';
import { toLenientInput } from './lenient-input.js';
import { type StandardSchema, StandardSchemaInput } from './standard-schema.js';
import { NO_INPUT, type Input } from './input.js';

/**
 * What an input is declared with, where it is no class: a Standard Schema, or a JSON Schema as it stands. The last one is
 * for the types of libraries, such as TypeBox, which have no index signature.
 */
export type InputSchema = StandardSchema | ObjectSchema | Pick<ObjectSchema, 'type'>;

export interface InputDeclaration {
  readonly schema: InputSchema | undefined;
  /** The decorator of the method that gets it. @default 'Tool' */
  readonly decorator?: 'Tool' | 'Prompt' | 'ResourceTemplate';
  /** JSON values that the input of a Standard Schema may have. @default 10_000 */
  readonly maxValues?: number | undefined;
  /**
   * Text is taken for what it stands for, where the schema allows no text; this many JSON values may the arguments then have.
   * @default text stays text
   */
  readonly maxLenientValues?: number | undefined;
  /** The parameter that gets the input, and the type TypeScript wrote down for it; nothing if the method has none. */
  readonly parameter: { readonly type: unknown } | undefined;
}

const UNDESCRIBABLE = new Set<unknown>([undefined, Object, String, Number, Boolean, Array, Function]);

/**
 * Chooses how the arguments of a call are described and validated.
 * @throws ConfigurationError for an input that cannot be described
 */
export function createInput(declaration: InputDeclaration, label: string): Input {
  const input = describeInput(declaration, label);
  const { maxLenientValues } = declaration;
  return maxLenientValues === undefined ? input : toLenientInput(input, maxLenientValues);
}

function describeInput(
  { schema, parameter, maxValues, decorator = 'Tool' }: InputDeclaration,
  label: string,
): Input {
  if (schema)
    return '~standard' in schema
      ? new StandardSchemaInput(schema as StandardSchema, label, maxValues)
      : new JsonSchemaInput(schema, label);
  if (!parameter) return NO_INPUT;
  if (UNDESCRIBABLE.has(parameter.type))
    throw new ConfigurationError(
      `${label}: the type of its input is unknown at run time. Write a class with class-validator decorators ` +
        `(imported without "import type"), or pass a schema: @${decorator}({ input: z.object({ … }) })`,
    );
  const input = new DtoInput(parameter.type as DtoClass, label);
  const logger = new Logger(`${decorator}s`);
  for (const remark of input.remarks) logger.warn(remark);
  if (input.inWords.length > 0)
    logger.debug(
      `${label}: its JSON Schema has only words for ${input.inWords.join(', ')}. Calls are still held to them`,
    );
  return input;
}
