export { createToolInput, type ToolInputSchema } from './create-tool-input.js';
export { DtoInput } from './dto-input.js';
export type { DtoClass } from './dto-shape.js';
export { Describe, type DescribeOptions } from './describe.decorator.js';
export type { StandardSchema } from './standard-schema.js';
export type { InputIssue, ParsedInput, ToolInput } from './tool-input.js';
