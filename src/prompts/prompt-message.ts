import { content as blocks } from '../features/index.js';
import type { ContentBlock, PromptMessage } from '../protocol/index.js';

/** What the user says, in text or as a content block. */
export function userMessage(content: string | ContentBlock): PromptMessage {
  return { role: 'user', content: toBlock(content) };
}

/** What the model has said, or is made to begin with. */
export function assistantMessage(content: string | ContentBlock): PromptMessage {
  return { role: 'assistant', content: toBlock(content) };
}

function toBlock(content: string | ContentBlock): ContentBlock {
  return typeof content === 'string' ? blocks.text(content) : content;
}
