import { HttpException } from '@nestjs/common';
import { AccessError, ErrorCode, InvalidParamsError, ProtocolError } from '../protocol/index.js';
import { textOfException } from './http-exception-text.js';

/** 401 and 403. */
const ACCESS_STATUSES = new Set([401, 403]);

/**
 * What a method threw, as an error for the client, where its answer has no other place for a failure: a prompt's, for one.
 * `HttpException` is meant for the client, as on a route; that of a guard is an access error, and 4xx a fault of the request.
 * @returns what was thrown, if it is not such an exception
 */
export function toProtocolError(thrown: unknown): unknown {
  if (!(thrown instanceof HttpException)) return thrown;
  const text = textOfException(thrown);
  if (ACCESS_STATUSES.has(thrown.getStatus())) return new AccessError('forbidden', text);
  return thrown.getStatus() < 500
    ? new InvalidParamsError(text)
    : new ProtocolError(ErrorCode.InternalError, text);
}
