import type { ValidateFunction } from 'ajv';
import { type ObjectSchema, ConfigurationError, type Params } from '../protocol/index.js';
import { AbsentNulls } from './absent-nulls.js';
import { toInputIssues } from './ajv-faults.js';
import { countValues } from './count-values.js';
import { ENOUGH_ISSUES, type Input, type InputIssue, type ParsedInput, toParsedInput } from './input.js';
import { compileJsonSchema } from './json-schema-compiler.js';

/**
 * An input that is a JSON Schema (2020-12, or draft-07) as it stands; ajv gives the verdict, formats are notes to the reader.
 */
export class JsonSchemaInput implements Input {
  /** Stops at the first fault. */
  private readonly validate: ValidateFunction;
  /** Finds all faults; compiled when the first call has one. */
  private explain: ValidateFunction | undefined;
  private readonly nulls: AbsentNulls;

  /** @throws ConfigurationError for what is not a JSON Schema (2020-12 or draft-07) of an object, or refers to another document, or has a pattern that could block */
  constructor(
    readonly schema: ObjectSchema,
    private readonly label: string,
  ) {
    if (schema.type !== 'object')
      throw new ConfigurationError(
        `${label}: input must be a JSON Schema of an object, { type: 'object', … }, or a Standard Schema such as z.object({ … })`,
      );
    this.validate = compileJsonSchema(schema, `${label}: input`);
    this.nulls = new AbsentNulls(schema);
  }

  parse(args: Params): ParsedInput {
    try {
      if (this.validate(args)) return { value: args };
      const meant = this.nulls.leaveOut(args, 'all') ?? args;
      return meant !== args && this.validate(meant)
        ? { value: meant }
        : toParsedInput(undefined, this.faultsOf(meant));
    } catch {
      // ajv asks an object that it compares for its own toString, which in JSON is no function.
      return toParsedInput(args, [NOT_COMPARABLE]);
    }
  }

  private faultsOf(args: Params): InputIssue[] {
    const first = this.validate.errors ?? [];
    if (countValues(args, MAX_EXPLAINED_VALUES) > MAX_EXPLAINED_VALUES) return toInputIssues(first);
    this.explain ??= compileJsonSchema(this.schema, `${this.label}: input`, { allErrors: true });
    this.explain(args);
    return toInputIssues(this.explain.errors ?? first).slice(0, ENOUGH_ISSUES);
  }
}

/** ajv cannot be stopped at the 51st fault: of larger arguments the first one is shown alone. */
const MAX_EXPLAINED_VALUES = 5_000;

const NOT_COMPARABLE: InputIssue = {
  path: '',
  code: 'notComparable',
  message: 'The arguments have keys such as toString, which keep them from being compared',
};
