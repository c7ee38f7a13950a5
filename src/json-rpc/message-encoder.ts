import type { ErrorObject, Params, RequestId } from '../protocol/index.js';
import { encodeJson, toWellFormedJson } from './well-formed-json.js';

/** A result that is JSON text already, such as a list made at boot: it is sent as it is. */
export class EncodedResult {
  constructor(
    readonly json: string,
    /** It is the result of a tool call that failed. */
    readonly isError = false,
  ) {}
}

/**
 * @param hasType whether the result has to say of what type it is
 * @throws TypeError for a result that JSON cannot hold: a cycle, a BigInt
 */
export function encodeResult(id: RequestId, result: unknown, hasType = false): string {
  const json = result instanceof EncodedResult ? result.json : JSON.stringify(result ?? {});
  const typed = hasType ? withResultType(json) : json;
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${toWellFormedJson(typed)}}`;
}

const COMPLETE = '"resultType":"complete"';

/** @see https://modelcontextprotocol.io/specification/2026-07-28/basic#resulttype */
function withResultType(json: string): string {
  return json === '{}' ? `{${COMPLETE}}` : `{${COMPLETE},${json.slice(1)}`;
}

export function encodeError(id: RequestId | null, error: ErrorObject): string {
  return encodeJson({ jsonrpc: '2.0', id, error });
}

/** @throws TypeError for params that JSON cannot hold: a cycle, a BigInt */
export function encodeRequest(id: RequestId, method: string, params: Params): string {
  return encodeJson({ jsonrpc: '2.0', id, method, params });
}

/** @throws TypeError for params that JSON cannot hold: a cycle, a BigInt */
export function encodeNotification(method: string, params?: Params): string {
  return encodeJson({ jsonrpc: '2.0', method, params });
}
