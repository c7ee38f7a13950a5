export type { InputSchema as PromptInputSchema } from '../schemas/index.js';
export { assistantMessage, userMessage } from './prompt-message.js';
export { Prompt, type PromptOptions } from './prompt.decorator.js';
export { PromptRegistry } from './prompt-registry.js';
export { PromptsModule } from './prompts.module.js';
export { PromptsOptions } from './prompts.options.js';
export type { PromptRegistration } from './registered-prompt.js';
