export { CallNames, OTHER } from './call-names.js';
export { Describe, type DescribeOptions, type StandardSchema, type ToolInputSchema } from './input/index.js';
export type { ToolOutputType } from './output/index.js';
export { Tool, type ToolOptions } from './tool.decorator.js';
export { ToolError } from './tool-error.js';
export type { ToolRegistration } from './registered-tool.js';
export { ToolRegistry } from './tool.registry.js';
export { ToolsModule } from './tools.module.js';
export { ToolsOptions } from './tools.options.js';
