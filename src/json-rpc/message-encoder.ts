import type { ErrorObject, Params, RequestId } from '../protocol/index.js';
import { encodeJson, toWellFormedJson } from './well-formed-json.js';

/** A result that is JSON text already, such as a list made at boot: it is sent as it is, but for what its revision adds. */
export class EncodedResult {
  constructor(
    /** An object. */
    readonly json: string,
    /** It is the result of a tool call that failed. */
    readonly isError = false,
    /** Whether the object has `_meta`. @default whether its text has that name */
    readonly hasMeta = json.includes('"_meta"'),
  ) {}
}

/** @throws TypeError for a result that JSON cannot hold: a cycle, a BigInt */
export function encodeResult(id: RequestId, result: unknown): string {
  const json = result instanceof EncodedResult ? result.json : JSON.stringify(result ?? {});
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${toWellFormedJson(json)}}`;
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
