import { HttpException } from '@nestjs/common';
import { encodeJson, EncodedResult } from '../json-rpc/index.js';
import {
  type CallToolResult,
  type ContentBlock,
  type ProtocolRevision,
  traitsOf,
} from '../protocol/index.js';
import type { InputIssue } from '../schemas/index.js';
import { ToolError } from './tool-error.js';

/**
 * What a tool method returned, as a result: a full one, content blocks, an object, or a plain value.
 * @throws TypeError for what JSON cannot hold: a function, a Map, a cycle, a BigInt in an object
 */
export function toCallToolResult(value: unknown): CallToolResult {
  if (value === undefined || value === null) return { content: [] };
  if (typeof value === 'string') return { content: [text(value)] };
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return { content: [text(String(value))] };
  if (typeof value !== 'object') throw new TypeError(`A tool cannot return a ${typeof value}`);
  if (isContentBlock(value)) return { content: [value] };
  if (isResult(value)) return value;
  if (Array.isArray(value) && value.length > 0 && value.every(isContentBlock)) return { content: value };
  if (value instanceof Map || value instanceof Set)
    throw new TypeError('A tool cannot return a Map or a Set: JSON holds nothing of them');
  const json = encodeJson(value);
  const isObject = json.startsWith('{');
  return {
    content: [text(json)],
    ...(isObject && { structuredContent: value as CallToolResult['structuredContent'] }),
  };
}

/** What a tool method threw, if the client is to read it. */
export function toErrorResult(error: unknown): CallToolResult | undefined {
  if (!(error instanceof ToolError) && !(error instanceof HttpException)) return undefined;
  return { content: [text(error.message)], isError: true };
}

export function toInvalidInputResult(tool: string, issues: readonly InputIssue[]): CallToolResult {
  const lines = issues.map(({ path, code, message }) => `- ${path || '(arguments)'}: ${message} [${code}]`);
  return { content: [text(`Invalid arguments for tool ${tool}:\n${lines.join('\n')}`)], isError: true };
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
  if (bytes <= maxBytes) return new EncodedResult(json, result.isError === true);
  const message = `The result has ${bytes} bytes; at most ${maxBytes} are sent. Ask for less, or in parts.`;
  return new EncodedResult(JSON.stringify({ content: [text(message)], isError: true }), true);
}

const MAX_BYTES_PER_CHARACTER = 6;

/** As an event stream has it, where some characters are escapes of six bytes. */
function countSentBytes(json: string): number {
  const count = (pattern: RegExp): number => json.match(pattern)?.length ?? 0;
  return Buffer.byteLength(json) + 4 * count(/\u0085/g) + 3 * count(/[\u2028\u2029]/g);
}

function text(value: string): ContentBlock {
  return { type: 'text', text: value };
}

/** What a block of each type must have; an object that only looks like one is an object. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  image: ['data', 'mimeType'],
  audio: ['data', 'mimeType'],
  resource_link: ['uri', 'name'],
};

function isContentBlock(value: unknown): value is ContentBlock {
  if (typeof value !== 'object' || value === null) return false;
  const block = value as Readonly<Record<string, unknown>>;
  if (block['type'] === 'resource')
    return typeof (block['resource'] as { uri?: unknown } | undefined)?.uri === 'string';
  const { type } = block;
  if (typeof type !== 'string' || !Object.hasOwn(REQUIRED, type)) return false;
  return REQUIRED[type]!.every((key) => typeof block[key] === 'string');
}

const RESULT_KEYS = new Set(['content', 'structuredContent', 'isError', '_meta']);

function isResult(value: object): value is CallToolResult {
  const { content } = value as { content?: unknown };
  return (
    Array.isArray(content) &&
    content.every(isContentBlock) &&
    Object.keys(value).every((key) => RESULT_KEYS.has(key))
  );
}
