import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ObjectSchema } from '../protocol/index.js';
import { compileJsonSchema } from './json-schema-compiler.js';

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
  ) {
    this.validate = compileJsonSchema(schema, `${label}: output`);
  }

  /** @throws Error that names what is wrong, for the log */
  check(value: unknown): void {
    if (value === undefined) throw new Error(`${this.label} returned no object, but it declares an output`);
    // What counts is what is sent: a Date is text there, and `undefined` is left out.
    const isValid = this.validate(JSON.parse(JSON.stringify(value)));
    if (!isValid)
      throw new Error(
        `${this.label} returned what its output does not allow: ${describe(this.validate.errors)}`,
      );
  }
}

function describe(errors: ErrorObject[] | null | undefined): string {
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`).join('; ');
}
