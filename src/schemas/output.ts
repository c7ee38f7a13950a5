import type { ValidateFunction } from 'ajv';
import type { ObjectSchema } from '../protocol/index.js';
import { compileJsonSchema } from './json-schema-compiler.js';
import { toInputIssues } from './ajv-faults.js';
import type { InputIssue } from './input.js';
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
    const faults = toInputIssues(this.validate.errors ?? []).map((issue) => this.describe(issue));
    throw new Error(`${this.label} returned what its output does not allow: ${faults.join('; ')}`);
  }

  private describe({ path, code, message }: InputIssue): string {
    // The author of a list knows nothing of the property that holds it.
    const isInList = this.isList && !(path === LIST_KEY && code === 'required');
    const known = isInList ? path.replace(LEADING_LIST_KEY, '') : path;
    return `${known || 'it'} ${message}`;
  }
}

const LEADING_LIST_KEY = new RegExp(`^${LIST_KEY}(?:\\.|$)`);
