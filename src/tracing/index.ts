export { TracingModule } from './tracing.module.js';
export type { TracingOptions } from './tracing.options.js';
