import { type ObjectSchema, ConfigurationError, type Params } from '../protocol/index.js';
import { AbsentNulls } from './absent-nulls.js';
import { ENOUGH_ISSUES, type Input, type InputIssue, type ParsedInput, toParsedInput } from './input.js';
import { JsonSchemaVerdict } from './json-schema-verdict.js';

/**
 * An input that is a JSON Schema (2020-12, or draft-07) as it stands; ajv gives the verdict, formats are notes to the reader.
 */
export class JsonSchemaInput implements Input {
  private readonly verdict: JsonSchemaVerdict;
  private readonly nulls: AbsentNulls;

  /** @throws ConfigurationError for what is not a JSON Schema (2020-12 or draft-07) of an object, or refers to another document, or has a pattern that could block */
  constructor(
    readonly schema: ObjectSchema,
    label: string,
  ) {
    if (schema.type !== 'object')
      throw new ConfigurationError(
        `${label}: input must be a JSON Schema of an object, { type: 'object', … }, or a Standard Schema such as z.object({ … })`,
      );
    this.verdict = new JsonSchemaVerdict(schema, `${label}: input`);
    this.nulls = new AbsentNulls(schema);
  }

  parse(args: Params): ParsedInput {
    try {
      if (this.verdict.takes(args)) return { value: args };
      const meant = this.nulls.leaveOut(args, 'all') ?? args;
      return meant !== args && this.verdict.takes(meant)
        ? { value: meant }
        : toParsedInput(undefined, this.verdict.faultsOf(meant).slice(0, ENOUGH_ISSUES));
    } catch {
      // ajv asks an object that it compares for its own toString, which in JSON is no function.
      return toParsedInput(args, [NOT_COMPARABLE]);
    }
  }
}

const NOT_COMPARABLE: InputIssue = {
  path: '',
  code: 'notComparable',
  message: 'The arguments have keys such as toString, which keep them from being compared',
};
