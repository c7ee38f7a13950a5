import { Allow } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

const DESCRIPTION = Symbol.for('rookery:description');

export interface DescribeOptions {
  /** Values that show what is meant; `examples` of the JSON Schema. */
  examples?: readonly unknown[];
}

export interface Description extends DescribeOptions {
  readonly description: string;
}

/**
 * Describes a property of an input class; the text becomes its `description` in the JSON Schema. It is kept as metadata
 * of class-validator, which mapped types (`PartialType`, `PickType`, …) copy.
 */
export const Describe = (description: string, options: DescribeOptions = {}): PropertyDecorator =>
  Allow({ context: { [DESCRIPTION]: { ...options, description } } });

export function descriptionIn(metadata: ValidationMetadata): Description | undefined {
  return (metadata.context as Record<symbol, Description> | undefined)?.[DESCRIPTION];
}
