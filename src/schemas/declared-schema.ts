import type { ValidateFunction } from 'ajv';
import { ConfigurationError, type JsonSchema } from '../protocol/index.js';
import { toInputIssues } from './ajv-faults.js';
import type { InputIssue } from './input.js';
import { compileJsonSchema } from './json-schema-compiler.js';

/** What `@Describe(text, { schema })` declares that clients send for a property. `@Transform()` reads what it lets through. */
export class DeclaredSchema {
  /** Stops at the first fault. */
  private readonly validate: ValidateFunction;

  /** @throws ConfigurationError for what is not a JSON Schema that stands alone, or has a pattern that could block */
  constructor(schema: JsonSchema, label: string) {
    if (typeof schema !== 'object' || schema === null)
      throw new ConfigurationError(
        `${label}: the schema of @Describe() must be an object, such as { type: 'string' }`,
      );
    // In the schema of its class a reference names another place.
    if (JSON.stringify(schema).includes('"$ref"'))
      throw new ConfigurationError(
        `${label}: the schema of @Describe() has a $ref. Write out what it refers to`,
      );
    this.validate = compileJsonSchema(schema, `${label}: the schema of @Describe()`);
  }

  accepts(json: unknown): boolean {
    return this.validate(json);
  }

  /** @returns what is wrong with what a client sent, if anything is */
  findIssue(json: unknown, path: string): InputIssue | undefined {
    if (this.validate(json)) return undefined;
    const [fault] = toInputIssues(this.validate.errors ?? []);
    return fault && { ...fault, path: fault.path === '' ? path : `${path}.${fault.path}` };
  }
}
