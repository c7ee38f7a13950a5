import { HttpException } from '@nestjs/common';
import { isContentBlock } from '../features/index.js';
import { countSentBytes, encodeJson, EncodedResult } from '../json-rpc/index.js';
import {
  type CallToolResult,
  type ContentBlock,
  type ProtocolError,
  type ProtocolRevision,
  traitsOf,
} from '../protocol/index.js';
import {
  type InputIssue,
  LIST_KEY,
  listIssues,
  type Output,
  refuseEmptied,
  textOfException,
  toSendable,
} from '../schemas/index.js';
import { checkFullResult, isFullResult } from './full-result.js';
import { ToolError } from './tool-error.js';

/**
 * What a tool method returned, as a result: a full one, content blocks, an object, or a plain value. Where the tool has an
 * output, what it returned is that, or a full result. What `@Exclude()` of class-transformer hides is left out.
 * @param label names the method in messages: `CalculatorTools.add`
 * @throws TypeError for what JSON cannot hold, such as a Map or a cycle, and for a full result that clients refuse
 */
export function toCallToolResult(returned: unknown, label: string, output?: Output): CallToolResult {
  if (returned === undefined || returned === null) return { content: [] };
  if (typeof returned === 'string') return { content: [text(returned)] };
  if (typeof returned === 'number' || typeof returned === 'boolean' || typeof returned === 'bigint')
    return { content: [text(String(returned))] };
  if (typeof returned !== 'object') throw new TypeError(`${label} returned a ${typeof returned}`);
  const value = toSendable(returned, label);
  if (isFullResult(value, output)) return checkFullResult(value, label);
  const blocks = output ? undefined : toContentBlocks(value);
  if (blocks) return { content: blocks };
  const json = encodeJson(value);
  if (json.includes('{}')) refuseEmptied(value, label);
  const structuredContent = toStructuredContent(value, json, output);
  return { content: [text(json)], ...(structuredContent && { structuredContent }) };
}

function toContentBlocks(value: object): ContentBlock[] | undefined {
  if (isContentBlock(value)) return [value];
  return Array.isArray(value) && value.length > 0 && value.every(isContentBlock) ? value : undefined;
}

/** @param json says what the value is to clients: a `toJSON` decides over it */
function toStructuredContent(
  value: object,
  json: string,
  output: Output | undefined,
): CallToolResult['structuredContent'] {
  if (output?.isList) return json.startsWith('[') ? { [LIST_KEY]: value } : undefined;
  return json.startsWith('{') ? (value as CallToolResult['structuredContent']) : undefined;
}

/** What a tool method threw, if the client is to read it. */
export function toErrorResult(error: unknown): CallToolResult | undefined {
  if (error instanceof HttpException) return toFailure(textOfException(error));
  return error instanceof ToolError ? toFailure(error.message) : undefined;
}

function toFailure(message: string): CallToolResult {
  return { content: [text(message)], isError: true };
}

export function toInvalidInputResult(tool: string, issues: readonly InputIssue[]): CallToolResult {
  return toFailure(`Invalid arguments for tool ${tool}:\n${listIssues(issues)}`);
}

/** Of a call whose arguments were not read. */
export function toUnreadResult({ message }: ProtocolError): CallToolResult {
  return toFailure(`The arguments are too large, and the tool did not run. ${message}`);
}

/** @throws TypeError for a result that JSON cannot hold: a cycle, a BigInt */
export function encodeCallToolResult(
  result: CallToolResult,
  revision: ProtocolRevision,
  maxBytes: number,
): EncodedResult {
  const isTold = result.structuredContent === undefined || traitsOf(revision).hasStructuredContent;
  const told = isTold ? result : { ...result, structuredContent: undefined };
  const json = JSON.stringify(told);
  const bytes = json.length * MAX_BYTES_PER_CHARACTER > maxBytes ? countSentBytes(json) : 0;
  if (bytes <= maxBytes) return new EncodedResult(json, result.isError === true, '_meta' in result);
  const message = `The result has ${bytes} bytes; at most ${maxBytes} are sent. Ask for less, or in parts.`;
  return new EncodedResult(JSON.stringify({ content: [text(message)], isError: true }), true, false);
}

const MAX_BYTES_PER_CHARACTER = 6;

function text(value: string): ContentBlock {
  return { type: 'text', text: value };
}
