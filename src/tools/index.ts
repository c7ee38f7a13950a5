// What a tool's author needs stands together.
export { Describe } from '../schemas/index.js';
export type { InputSchema as ToolInputSchema, OutputType as ToolOutputType } from '../schemas/index.js';
export { Tool, type ToolOptions } from './tool.decorator.js';
export { ToolError } from './tool-error.js';
export type { ToolRegistration } from './registered-tool.js';
export { ToolRegistry } from './tool-registry.js';
export { ToolsModule } from './tools.module.js';
export { ToolsOptions } from './tools.options.js';
