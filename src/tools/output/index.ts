export { createToolOutput, type ToolOutputType } from './create-tool-output.js';
export type { ToolOutput } from './tool-output.js';
