import type { JsonSchema, ObjectSchema } from '../protocol/index.js';
import type { InputIssue } from './input.js';
import { JsonSchemaVerdict } from './json-schema-verdict.js';
import { LIST_KEY } from './list-output.js';
import type { SentInstances } from './sent-instances.js';

/** A line of the log names this many. */
const MAX_LOGGED_FAULTS = 10;

export interface OutputOptions {
  /** Whether the method returns a list, which is a property of what is described. @default false */
  readonly isList?: boolean;
  readonly sent?: SentInstances | undefined;
  /** What a result is checked against, where that is narrower than what is described. @default the schema */
  readonly verdict?: JsonSchema;
}

/** A promised output: described to clients as a JSON Schema, and checked against it. */
export class Output {
  readonly isList: boolean;
  private readonly sent: SentInstances | undefined;
  private readonly verdict: JsonSchemaVerdict;

  /**
   * @param label names what promises it in messages: `CalculatorTools.add`
   * @throws ConfigurationError for a schema that does not compile
   */
  constructor(
    readonly schema: ObjectSchema,
    private readonly label: string,
    { isList = false, sent, verdict = schema }: OutputOptions = {},
  ) {
    this.isList = isList;
    this.sent = sent;
    this.verdict = new JsonSchemaVerdict(verdict, `${label}: output`);
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
    const json: unknown = JSON.parse(JSON.stringify(value));
    if (this.verdict.takes(json)) return;
    const issues = this.verdict.faultsOf(json).slice(0, MAX_LOGGED_FAULTS);
    const faults = issues.map((issue) => this.describe(issue));
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
