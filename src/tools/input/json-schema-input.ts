import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigurationError, type Params } from '../../protocol/index.js';
import {
  type InputIssue,
  type ObjectSchema,
  type ParsedInput,
  toParsedInput,
  type ToolInput,
} from './tool-input.js';

/**
 * An input that is a JSON Schema 2020-12 as it stands; ajv gives the verdict, formats are notes to the reader. A
 * `pattern` runs on what clients send, and a regular expression that backtracks can block the process: write patterns
 * without nested quantifiers.
 */
export class JsonSchemaInput implements ToolInput {
  private readonly validate: ValidateFunction;

  /** @throws ConfigurationError for what is no JSON Schema 2020-12 of an object, or refers to another document */
  constructor(
    readonly schema: ObjectSchema,
    label: string,
  ) {
    if (schema.type !== 'object')
      throw new ConfigurationError(
        `${label}: input must be a JSON Schema of an object, { type: 'object', … }, or a Standard Schema such as z.object({ … })`,
      );
    this.validate = compile(schema, label);
  }

  parse(args: Params): ParsedInput {
    const isValid = this.validate(args);
    return toParsedInput(args, isValid ? [] : (this.validate.errors ?? []).map(toInputIssue));
  }
}

let ajv: Ajv2020 | undefined;

function compile(schema: ObjectSchema, label: string): ValidateFunction {
  ajv ??= load();
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw new ConfigurationError(
      `${label}: input is no JSON Schema 2020-12 that stands alone: ${(error as Error).message}`,
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

function toInputIssue({ instancePath, params, keyword, message = '' }: ErrorObject): InputIssue {
  const keys = instancePath.split('/').slice(1).map(unescapePointer);
  const names = params as Readonly<Record<string, unknown>>;
  const key = names['missingProperty'] ?? names['additionalProperty'] ?? names['unevaluatedProperty'];
  if (typeof key === 'string') keys.push(key);
  return { path: keys.join('.'), code: keyword, message };
}

/** RFC 6901 section 4 */
function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
