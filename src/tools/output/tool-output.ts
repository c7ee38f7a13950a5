import type { ErrorObject, ValidateFunction } from 'ajv';
import type { CallToolResult, ObjectSchema } from '../../protocol/index.js';
import { compileJsonSchema } from '../json-schema.compiler.js';

/** What a tool has promised to return: described to clients as `outputSchema`, and held to. */
export class ToolOutput {
  private readonly validate: ValidateFunction;

  /** @throws ConfigurationError for a schema that does not compile */
  constructor(
    readonly schema: ObjectSchema,
    private readonly label: string,
  ) {
    this.validate = compileJsonSchema(schema, `${label}: output`);
  }

  /** A result that says `isError` promises nothing. @throws Error that names what is wrong, for the log */
  check({ isError, structuredContent }: CallToolResult): void {
    if (isError) return;
    if (structuredContent === undefined)
      throw new Error(`${this.label} returned no object, but it declares an output`);
    // What counts is what is sent: a Date is text there, and `undefined` is left out.
    const isValid = this.validate(JSON.parse(JSON.stringify(structuredContent)));
    if (!isValid)
      throw new Error(
        `${this.label} returned what its output does not allow: ${describe(this.validate.errors)}`,
      );
  }
}

function describe(errors: ErrorObject[] | null | undefined): string {
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`).join('; ');
}
