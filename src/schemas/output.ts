import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ObjectSchema } from '../protocol/index.js';
import { compileJsonSchema } from './json-schema-compiler.js';
import { toInputIssue } from './ajv-faults.js';
import { LIST_KEY } from './list-output.js';
import type { SentInstances } from './sent-instances.js';

/** A promised output: described to clients as a JSON Schema, and checked against it. */
export class Output {
  private readonly validate: ValidateFunction;

  /**
   * @param label names what promises it in messages: `CalculatorTools.add`
   * @throws ConfigurationError for a schema that does not compile
   */
  constructor(
    readonly schema: ObjectSchema,
    private readonly label: string,
    /** Whether the method returns a list, which is a property of what is described. */
    readonly isList = false,
    private readonly sent?: SentInstances,
  ) {
    this.validate = compileJsonSchema(schema, `${label}: output`);
  }

  /** What is sent of what a method returned: instances as class-transformer's decorators on their classes say. */
  toSent(value: unknown): unknown {
    return this.sent ? this.sent.toSent(value) : value;
  }

  /** @throws Error that names what is wrong, for the log */
  check(value: unknown): void {
    if (value === undefined)
      throw new Error(
        `${this.label} returned no ${this.isList ? 'list' : 'object'}, but it declares one as its output`,
      );
    // What counts is what is sent: a Date is text there, and `undefined` is left out.
    if (this.validate(JSON.parse(JSON.stringify(value)))) return;
    const faults = (this.validate.errors ?? []).map((error) => this.describe(error));
    throw new Error(`${this.label} returned what its output does not allow: ${faults.join('; ')}`);
  }

  private describe(error: ErrorObject): string {
    const { path, message } = toInputIssue(error);
    // The author of a list knows nothing of the property that holds it.
    const isInList = this.isList && error.instancePath !== '';
    const known = isInList ? path.replace(LEADING_LIST_KEY, '') : path;
    return `${known || 'it'} ${message}`;
  }
}

const LEADING_LIST_KEY = new RegExp(`^${LIST_KEY}(?:\\.|$)`);
