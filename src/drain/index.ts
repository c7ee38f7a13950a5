export { DrainModule } from './drain.module.js';
export { DrainOptions } from './drain.options.js';
