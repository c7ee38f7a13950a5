import type { ServerResponse } from 'node:http';
import { ErrorCode } from '../protocol/index.js';
import { HttpError } from './http.error.js';

/** The end of a route that no other method matched. @throws HttpError 405, unless the edge has answered: a preflight */
export function refuseMethod(response: ServerResponse, allow: string): void {
  if (response.writableEnded) return;
  throw new HttpError(405, `Use ${allow} here`, ErrorCode.InvalidRequest, { Allow: allow });
}
