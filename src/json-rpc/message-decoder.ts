import { isUtf8 } from 'node:buffer';
import {
  ErrorCode,
  findExcess,
  findExcessOf,
  InvalidMessageError,
  isRecord,
  type JsonExcess,
  MAX_JSON_DEPTH,
  type Message,
  type Params,
  type RequestId,
} from '../protocol/index.js';
import { isRequestId, REQUEST_ID_RULE } from './request-id.js';

/** JSON values that a body may have while nothing else is said. */
const MAX_VALUES = 100_000;

/** Messages a batch may hold. */
const MAX_BATCH_LENGTH = 100;

const NO_PARAMS: Params = Object.freeze({});

/** A message, or the error that says why the bytes are none. */
export type Decoded = Message | InvalidMessageError;

/** A body that was read already: by {@link parseBody}, or by some parser in front of us. */
export class ParsedBody {
  /**
   * @param bytes that are still to be charged, as the client says it: of a body in chunks nothing is known
   * @param isChecked whether its values were counted
   */
  constructor(
    readonly value: unknown,
    readonly bytes = 0,
    readonly isChecked = false,
  ) {}
}

/** Bytes to JSON, where something reads it before it is decoded. @returns the error that answers bytes that cannot be read */
export function parseBody(
  body: Buffer | ParsedBody,
  maxValues = MAX_VALUES,
): ParsedBody | InvalidMessageError {
  const value = body instanceof ParsedBody ? checkParsed(body, maxValues) : parse(body, maxValues);
  return value instanceof InvalidMessageError ? value : new ParsedBody(value, 0, true);
}

/**
 * Bytes to a message (JSON-RPC 2.0 section 4). Members are read by their exact names, so that
 * case variants count as absent; of duplicate keys the last one counts.
 * @param batches whether the revision has batches; then an array gives an array
 */
export function decodeBody(
  body: Buffer | ParsedBody,
  batches: boolean,
  maxValues = MAX_VALUES,
): Decoded | Decoded[] {
  const value = body instanceof ParsedBody ? checkParsed(body, maxValues) : parse(body, maxValues);
  if (value instanceof InvalidMessageError) return value;
  if (!Array.isArray(value)) return decodeMessage(value);
  if (!batches) return invalid('Batches are not part of this protocol revision');
  if (value.length === 0 || value.length > MAX_BATCH_LENGTH)
    return invalid(`A batch holds 1 to ${MAX_BATCH_LENGTH} messages`);
  return value.map(decodeBatched);
}

function parse(bytes: Buffer, maxValues: number): unknown {
  // A shorter text can have neither too many levels nor too many values.
  const excess =
    bytes.length > Math.min(2 * MAX_JSON_DEPTH, maxValues) ? findExcess(bytes, maxValues) : undefined;
  if (excess) return tooMuch(excess, maxValues);
  try {
    if (isUtf8(bytes)) return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    // The error below says as much as V8's, and quotes nothing.
  }
  return new InvalidMessageError(ErrorCode.ParseError, 'The body is not valid JSON in UTF-8');
}

function checkParsed({ value, isChecked }: ParsedBody, maxValues: number): unknown {
  const excess = isChecked ? undefined : findExcessOf(value, maxValues);
  return excess ? tooMuch(excess, maxValues) : value;
}

function decodeBatched(value: unknown): Decoded {
  const decoded = decodeMessage(value);
  return decoded.kind === 'request' && decoded.method === 'initialize'
    ? invalid('initialize must not be part of a batch', decoded.id)
    : decoded;
}

function decodeMessage(value: unknown): Decoded {
  if (!isRecord(value)) return invalid('A message is a JSON object');
  const { id, method, params } = value;
  const hasId = Object.hasOwn(value, 'id');
  const readableId = isRequestId(id) ? id : null;
  if (value['jsonrpc'] !== '2.0') return invalid('jsonrpc must be "2.0"', readableId);
  if (!Object.hasOwn(value, 'method')) return decodeResponse(value, readableId);
  if (typeof method !== 'string' || method === '')
    return invalid('method must be a non-empty string', readableId);
  if (hasId && readableId === null) return invalid(`id must be ${REQUEST_ID_RULE}`);
  // Some clients write null where they have nothing to say.
  const given = params ?? NO_PARAMS;
  if (!isRecord(given)) return invalidParams('params must be an object', readableId);
  if (readableId === null) return { kind: 'notification', method, params: given };
  return (
    findMetaFault(given['_meta'], readableId) ?? { kind: 'request', id: readableId, method, params: given }
  );
}

/** What is wrong with the `_meta` of a request; the progress token in it is sent back with each progress. */
function findMetaFault(meta: unknown, id: RequestId): InvalidMessageError | undefined {
  if (meta === undefined || meta === null) return undefined;
  if (!isRecord(meta)) return invalidParams('_meta must be an object', id);
  const token = meta['progressToken'] ?? undefined;
  if (token === undefined || isRequestId(token)) return undefined;
  return invalid(`progressToken must be ${REQUEST_ID_RULE}`, id);
}

function decodeResponse(value: Params, id: RequestId | null): Decoded {
  const isResponse = Object.hasOwn(value, 'result') !== Object.hasOwn(value, 'error');
  if (!isResponse) return invalid('A message has a method, or a result, or an error', id);
  if (id === null && value['id'] !== null) return invalid('A response names the id it answers');
  const { result, error } = value;
  return Object.hasOwn(value, 'error') ? { kind: 'response', id, error } : { kind: 'response', id, result };
}

function tooMuch(excess: JsonExcess, maxValues: number): InvalidMessageError {
  return invalid(
    excess === 'depth'
      ? `A message nests at most ${MAX_JSON_DEPTH} levels`
      : `A body has at most ${maxValues} JSON values`,
  );
}

function invalid(message: string, id: RequestId | null = null): InvalidMessageError {
  return new InvalidMessageError(ErrorCode.InvalidRequest, message, id);
}

function invalidParams(message: string, id: RequestId | null): InvalidMessageError {
  return new InvalidMessageError(ErrorCode.InvalidParams, message, id);
}
