export { Complete, type CompleteOptions, type CompletionRequest } from './complete.decorator.js';
export { CompletionModule } from './completion.module.js';
