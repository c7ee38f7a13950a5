import { SetMetadata } from '@nestjs/common';
import type { ToolInputSchema } from './input/index.js';

export const TOOL_METADATA = 'rookery:tool';

export interface ToolOptions {
  /** 1 to 128 of `A-Z a-z 0-9 _ . -`. @default the method's name */
  name?: string;

  /** A name for people; clients show it since revision 2025-06-18. */
  title?: string;

  /** What the tool does and when to use it: a model decides by it. */
  description?: string;

  /**
   * A Standard Schema that makes JSON Schema too, such as a zod object, or a JSON Schema 2020-12 as it stands.
   * @default the type of the method's first parameter
   */
  input?: ToolInputSchema;
}

/**
 * Makes a method of any provider a tool. Its first parameter is the validated input: a class with class-validator
 * decorators, or what `input` gives. A parameter with `@McpContext()` gets the context of the call.
 */
export const Tool = (options: ToolOptions = {}): MethodDecorator => SetMetadata(TOOL_METADATA, options);
