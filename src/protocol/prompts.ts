import type { ToolIcon } from './annotations.js';
import type { ContentBlock } from './tools.js';

/** What a prompt asks for; its value is text. `title` came with 2025-06-18. */
export interface PromptArgument {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly required?: boolean;
}

/** A prompt as `prompts/list` shows it. `title` and `_meta` came with 2025-06-18, `icons` with 2025-11-25. */
export interface PromptDefinition {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments?: PromptArgument[];
  readonly icons?: ToolIcon[];
  readonly _meta?: Record<string, unknown>;
}

/** One turn of a conversation. */
export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly content: ContentBlock;
}

/** The result of `prompts/get`. */
export interface GetPromptResult {
  readonly description?: string;
  readonly messages: PromptMessage[];
  readonly _meta?: Record<string, unknown>;
}
