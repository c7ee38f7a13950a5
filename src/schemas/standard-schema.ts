import { andThen, type ObjectSchema, ConfigurationError, type Params } from '../protocol/index.js';
import { countValues } from './count-values.js';
import { ENOUGH_ISSUES, type Input, type InputIssue, type ParsedInput, toParsedInput } from './input.js';
import { AbsentNulls } from './absent-nulls.js';
import { adaptLibrarySchema } from './library-schema.js';
import { refuseSlowPattern, refuseSlowPatterns } from './patterns/index.js';
import { type StandardIssue, toInputIssue } from './standard-issues.js';
import { patternsOfZod } from './zod-patterns.js';
import { findUndescribed } from './zod-undescribed.js';

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
  private readonly nulls: AbsentNulls;

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
        `${label}: input must be a Standard Schema of an object that makes JSON Schema, such as z.object({ … })${mendOf(standard)}`,
      );
    refuseSlowPatterns(schema, `${label}: input`);
    for (const { source, flags } of patternsOfZod(standard))
      refuseSlowPattern(source, flags, `${label}: input`);
    this.schema = { ...schema, type: 'object' };
    // As the library made it: a union at the top says which properties belong together.
    this.nulls = new AbsentNulls(made!);
  }

  parse(args: Params): ParsedInput | PromiseLike<ParsedInput> {
    if (countValues(args, this.maxValues) > this.maxValues)
      return toParsedInput(undefined, [tooManyValues(this.maxValues)]);
    return andThen(this.validate(args), (result) => {
      const wanted = result.issues ? 'all' : 'taken by another alternative';
      const meant = this.nulls.leaveOut(args, wanted);
      if (!meant) return readResult(result, args);
      return andThen(this.validate(meant), (again) =>
        again.issues && !result.issues ? readResult(result, args) : readResult(again, meant),
      );
    });
  }

  private validate(args: Params): StandardResult | PromiseLike<StandardResult> {
    return this.standard['~standard'].validate(args);
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
    return standard['~standard'].jsonSchema?.input(TARGET);
  } catch (error) {
    throw new ConfigurationError(
      `${label}: input has no JSON Schema${placeOf(standard, 'input')}: ${(error as Error).message}. ${DESCRIBE_JSON}`,
    );
  }
}

const TARGET = { target: 'draft-2020-12' } as const;

/** @returns ` at "rows[].at"`, where the library is one whose parts are known */
export function placeOf(standard: StandardSchema, direction: 'input' | 'output'): string {
  const path = findUndescribed(standard, (part) => {
    try {
      (part as Partial<StandardSchema>)['~standard']?.jsonSchema?.[direction]?.(TARGET);
      return true;
    } catch {
      return false;
    }
  });
  return path && ` at "${path}"`;
}

/** What to write where a library throws for what JSON does not have. */
export const DESCRIBE_JSON = 'Describe what JSON holds of it: z.iso.datetime() in place of z.date()';

/** What to write in place of a schema that makes no JSON Schema by itself; empty for what is no such schema. */
export function mendOf(schema: object): string {
  const { vendor, jsonSchema } = (schema as Partial<StandardSchema>)['~standard'] ?? {};
  return vendor === 'valibot' && !jsonSchema
    ? '. Of valibot that is toStandardJsonSchema(schema), from @valibot/to-json-schema'
    : '';
}

function readResult(result: StandardResult, args: Params): ParsedInput {
  return result.issues
    ? toParsedInput(
        undefined,
        result.issues.slice(0, ENOUGH_ISSUES).map((issue) => toInputIssue(issue, args)),
      )
    : { value: result.value };
}
