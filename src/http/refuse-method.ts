import type { ServerResponse } from 'node:http';
import { encodeError } from '../json-rpc/index.js';
import { ErrorCode } from '../protocol/index.js';
import { sendJson } from './json-answer.js';

/** The end of a route that no other method matched: 405, unless the edge has answered, as it does a preflight. */
export function refuseMethod(response: ServerResponse, allow: string): void {
  if (response.writableEnded) return;
  const error = { code: ErrorCode.InvalidRequest, message: `Use ${allow} here` };
  sendJson(response, 405, encodeError(null, error), { Allow: allow });
}
