import { contentInRevision, findBlockFault, isContentBlock } from '../features/index.js';
import { countSentBytes, encodeJson, EncodedResult } from '../json-rpc/index.js';
import {
  ErrorCode,
  type GetPromptResult,
  isRecord,
  type PromptMessage,
  ProtocolError,
  type ProtocolRevision,
  traitsOf,
} from '../protocol/index.js';
import { userMessage } from './prompt-message.js';

const RESULT_KEYS = new Set(['messages', 'description', '_meta']);

/**
 * What a prompt method returned, as a result: a full one, or text, a message, a content block, or a list of them. Text and
 * blocks are what the user says.
 * @param label names the method in messages: `ReviewPrompts.review`
 * @throws TypeError for anything else, and for a block that clients refuse
 */
export function toGetPromptResult(returned: unknown, label: string): GetPromptResult {
  if (!isFullResult(returned)) return { messages: toMessages(returned, label) };
  const { description, _meta } = returned;
  if (!isOptional(description, 'string') || !isOptional(_meta, 'object'))
    throw new TypeError(
      `${label} returned a result whose description is no text, or whose _meta is no object`,
    );
  return { ...returned, messages: toMessages(returned.messages, label) };
}

function isFullResult(value: unknown): value is GetPromptResult {
  return (
    isRecord(value) &&
    Array.isArray(value['messages']) &&
    Object.keys(value).every((key) => RESULT_KEYS.has(key))
  );
}

function isOptional(value: unknown, type: 'string' | 'object'): boolean {
  return value === undefined || (type === 'object' ? isRecord(value) : typeof value === type);
}

function toMessages(returned: unknown, label: string): PromptMessage[] {
  const parts: unknown[] = Array.isArray(returned) ? returned : [returned];
  return parts.map((part, index) => {
    if (typeof part === 'string' || isContentBlock(part)) return userMessage(part);
    const place = Array.isArray(returned) ? ` at ${index}` : '';
    if (!isMessage(part))
      throw new TypeError(
        `${label} returned ${describe(part)}${place}. Return text, userMessage(…), assistantMessage(…), a block of content, or a list of them`,
      );
    const fault = findBlockFault(part.content);
    if (fault === undefined) return part;
    throw new TypeError(`${label} returned a message${place} that clients refuse: content.${fault}`);
  });
}

function isMessage(value: unknown): value is PromptMessage {
  return isRecord(value) && (value['role'] === 'user' || value['role'] === 'assistant') && 'content' in value;
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'an object that is no message';
  return value === undefined || value === null ? String(value) : `a ${typeof value}`;
}

/**
 * @param description of the prompt, where its result has none
 * @throws ProtocolError for a result that is too large to be sent
 */
export function encodeGetPromptResult(
  { messages, description, _meta }: GetPromptResult,
  prompt: { readonly description?: string },
  revision: ProtocolRevision,
  maxBytes: number,
): EncodedResult {
  const traits = traitsOf(revision);
  const sent = messages.map(({ role, content }) => ({ role, content: contentInRevision(content, traits) }));
  const json = encodeJson({ description: description ?? prompt.description, messages: sent, _meta });
  const bytes = countSentBytes(json);
  if (bytes <= maxBytes) return new EncodedResult(json, false, _meta !== undefined);
  throw new ProtocolError(
    ErrorCode.InternalError,
    `The prompt has ${bytes} bytes; at most ${maxBytes} are sent. Ask for less`,
  );
}
