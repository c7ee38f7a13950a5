export { createInput, type InputSchema } from './create-input.js';
export { createOutput, type OutputType } from './create-output.js';
export { Describe, type DescribeOptions } from './describe.decorator.js';
export { DtoInput } from './dto-input.js';
export { textOfException } from './http-exception-text.js';
export type { Input, InputIssue, ParsedInput } from './input.js';
export { LIST_KEY } from './list-output.js';
export type { Output } from './output.js';
export type { StandardSchema } from './standard-schema.js';
