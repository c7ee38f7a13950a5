import { findBlockFault, hasBlockType } from '../features/index.js';
import { type CallToolResult, isRecord } from '../protocol/index.js';
import type { Output } from '../schemas/index.js';

const RESULT_KEYS = new Set(['content', 'structuredContent', 'isError', '_meta']);

/**
 * Whether an object is meant as a `CallToolResult`, and not as a record of the author's that has a list named `content`.
 * @param output what the tool promises: then only `structuredContent` or `isError` make a result
 */
export function isFullResult(value: object, output: Output | undefined): boolean {
  const { content, structuredContent, isError } = value as Partial<Record<keyof CallToolResult, unknown>>;
  const keys = Object.keys(value);
  if (!Array.isArray(content) || !keys.every((key) => RESULT_KEYS.has(key))) return false;
  if (output) return structuredContent !== undefined || isError === true;
  return keys.length > 1 || content.length === 0 || content.some(hasBlockType);
}

/** @throws TypeError for one that the official clients refuse */
export function checkFullResult(value: object, label: string): CallToolResult {
  const result = value as CallToolResult;
  const fault = findResultFault(result);
  if (fault === undefined) return result;
  throw new TypeError(`${label} returned a result that clients refuse: ${fault}`);
}

function findResultFault({ content, structuredContent, isError, _meta }: CallToolResult): string | undefined {
  for (const [index, block] of content.entries()) {
    const fault = findBlockFault(block);
    if (fault !== undefined) return `content.${index}.${fault}`;
  }
  if (!isOptionalObject(structuredContent)) return 'structuredContent must be an object';
  if (!isOptionalObject(_meta)) return '_meta must be an object';
  return isError === undefined || typeof isError === 'boolean' ? undefined : 'isError must be true or false';
}

function isOptionalObject(value: unknown): boolean {
  return value === undefined || isRecord(value);
}
