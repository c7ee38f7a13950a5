export { createToolInput, type ToolInputSchema } from './create-tool-input.js';
export { Describe } from './describe.decorator.js';
export type { StandardSchema } from './standard-schema.js';
export type { InputIssue, ParsedInput, ToolInput } from './tool-input.js';
