import type { IncomingMessage } from 'node:http';
import { HttpError } from '../../http/index.js';
import { ErrorCode } from '../../protocol/index.js';

/** The header that names a session (specification 2025-11-25, Streamable HTTP, "Session Management"). */
export const SESSION_HEADER = 'Mcp-Session-Id';

/** What no header field of a client's own has, and Node puts between the values of a repeated one. */
const SEVERAL_VALUES = /,/;

/** `Mcp-Session-Id`. @throws HttpError 400 for one that stands twice */
export function readSessionId({ headers }: IncomingMessage): string | undefined {
  const id = headers['mcp-session-id'];
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || SEVERAL_VALUES.test(id))
    throw new HttpError(400, `${SESSION_HEADER} must stand once`, ErrorCode.ServerError);
  return id;
}

/** @throws HttpError 400 for a request that names no session, or several */
export function requireSessionId(request: IncomingMessage): string {
  const id = readSessionId(request);
  if (id === undefined) throw sessionMissing();
  return id;
}

export function sessionMissing(): HttpError {
  return new HttpError(
    400,
    `${SESSION_HEADER} is missing: send initialize first, and then the id that its answer has`,
    ErrorCode.ServerError,
  );
}
