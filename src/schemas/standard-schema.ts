import { type ObjectSchema, ConfigurationError, type Params } from '../protocol/index.js';
import { countValues } from './count-values.js';
import { ENOUGH_ISSUES, type Input, type InputIssue, type ParsedInput, toParsedInput } from './input.js';
import { adaptLibrarySchema } from './library-schema.js';
import { refuseSlowPattern, refuseSlowPatterns } from './patterns/index.js';
import { patternsOfZod } from './zod-patterns.js';

interface StandardIssue {
  readonly message: string;
  readonly code?: unknown;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

type StandardResult =
  { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

/**
 * Any validator that speaks Standard Schema and Standard JSON Schema, such as zod 4.
 * @see https://standardschema.dev
 */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult | PromiseLike<StandardResult>;
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>;
      readonly output?: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>;
    };
  };
}

/**
 * A validator of somebody else's cannot be stopped: it looks at all members, and makes an issue of each wrong one. A zod
 * union of objects takes some 50 µs for a member.
 */
const DEFAULT_MAX_VALUES = 10_000;

/** An input whose shape and verdict are the schema's own. */
export class StandardSchemaInput implements Input {
  readonly schema: ObjectSchema;

  /** @throws ConfigurationError for a schema that is no JSON Schema of an object, or has a pattern that could block */
  constructor(
    private readonly standard: StandardSchema,
    label: string,
    private readonly maxValues = DEFAULT_MAX_VALUES,
  ) {
    const made = toJsonSchema(standard, label);
    const schema = made && adaptLibrarySchema(made);
    if (schema?.['type'] !== 'object')
      throw new ConfigurationError(
        `${label}: input must be a Standard Schema of an object that makes JSON Schema, such as z.object({ … })`,
      );
    refuseSlowPatterns(schema, `${label}: input`);
    for (const { source, flags } of patternsOfZod(standard))
      refuseSlowPattern(source, flags, `${label}: input`);
    this.schema = { ...schema, type: 'object' };
  }

  parse(args: Params): ParsedInput | PromiseLike<ParsedInput> {
    if (countValues(args, this.maxValues) > this.maxValues)
      return toParsedInput(undefined, [tooManyValues(this.maxValues)]);
    const result = this.standard['~standard'].validate(args);
    return 'then' in result ? result.then(readResult) : readResult(result);
  }
}

function tooManyValues(maxValues: number): InputIssue {
  return {
    path: '',
    code: 'tooManyValues',
    message: `The arguments have more than ${maxValues} JSON values`,
  };
}

/** A library throws for what JSON Schema cannot say, such as a date. */
function toJsonSchema(standard: StandardSchema, label: string): Record<string, unknown> | undefined {
  try {
    return standard['~standard'].jsonSchema?.input({ target: 'draft-2020-12' });
  } catch (error) {
    throw new ConfigurationError(`${label}: input has no JSON Schema: ${(error as Error).message}`);
  }
}

function readResult(result: StandardResult): ParsedInput {
  return result.issues
    ? toParsedInput(undefined, result.issues.slice(0, ENOUGH_ISSUES).map(toInputIssue))
    : { value: result.value };
}

function toInputIssue({ message, path = [], code }: StandardIssue): InputIssue {
  const keys = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  return { path: keys.join('.'), code: typeof code === 'string' ? code : 'invalid', message };
}
