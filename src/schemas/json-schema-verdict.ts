import type { ValidateFunction } from 'ajv';
import type { JsonSchema } from '../protocol/index.js';
import { toInputIssues } from './ajv-faults.js';
import { countValues } from './count-values.js';
import type { InputIssue } from './input.js';
import { compileJsonSchema } from './json-schema-compiler.js';

/** ajv cannot be stopped at the 51st fault: of a larger value the model reads the first one alone. */
const MAX_EXPLAINED_VALUES = 5_000;

/** Whether a JSON Schema takes a value, and if not, why. */
export class JsonSchemaVerdict {
  /** Stops at the first fault. */
  private readonly validate: ValidateFunction;
  /** Finds all faults; compiled when the first value has one. */
  private explain: ValidateFunction | undefined;

  /**
   * @param what names the schema in messages: `CalculatorTools.add: input`
   * @throws ConfigurationError for what is not a JSON Schema (2020-12 or draft-07) that stands alone, or has a pattern that could block
   */
  constructor(
    private readonly schema: JsonSchema,
    private readonly what: string,
  ) {
    this.validate = compileJsonSchema(schema, what);
  }

  takes(value: unknown): boolean {
    return this.validate(value);
  }

  /** All faults of the value that was refused last, or, of a large one, the first. */
  faultsOf(value: unknown): InputIssue[] {
    const first = this.validate.errors ?? [];
    if (countValues(value, MAX_EXPLAINED_VALUES) > MAX_EXPLAINED_VALUES) return toInputIssues(first);
    this.explain ??= compileJsonSchema(this.schema, this.what, { allErrors: true });
    this.explain(value);
    return toInputIssues(this.explain.errors ?? first);
  }
}
