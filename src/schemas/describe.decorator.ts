import { Allow } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import type { JsonSchema } from '../protocol/index.js';

const DESCRIPTION = Symbol.for('rookery:description');

export interface DescribeOptions {
  /** Values that show what is meant; `examples` of the JSON Schema. */
  examples?: readonly unknown[];

  /**
   * Clients may send `null`, the schema says so, and the method gets it: to clear a field, for one. Without it `null` for
   * a property that may be left out means that it is left out.
   * @default false
   */
  nullable?: boolean;

  /** Clients should not send it any more. @default false */
  deprecated?: boolean;

  /**
   * What clients send, where `@Transform()` makes something else of it; or get, where it makes that of an output.
   * @default the schema of the property's rules
   */
  schema?: JsonSchema;

  /**
   * Clients of 2026-07-28 repeat the value in the HTTP header `Mcp-Param-<header>`, for proxies that route or limit by it:
   * `x-mcp-header` of the JSON Schema. For a string, an integer or a boolean, and for no secret: every proxy sees it.
   * An output has none.
   * @default no header
   */
  header?: string;
}

export interface Description extends DescribeOptions {
  readonly description?: string | undefined;
}

/**
 * Describes a property of an input or output class; the text becomes its `description` in the JSON Schema. It is kept as metadata
 * of class-validator, which mapped types (`PartialType`, `PickType`, …) copy.
 */
export const Describe = (description: string, options: DescribeOptions = {}): PropertyDecorator =>
  Allow({ context: { [DESCRIPTION]: { ...options, description } } });

export function descriptionIn(metadata: ValidationMetadata): Description | undefined {
  return (metadata.context as Record<symbol, Description> | undefined)?.[DESCRIPTION];
}
