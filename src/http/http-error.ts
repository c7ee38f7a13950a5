import { ErrorCode, ProtocolError } from '../protocol/index.js';

/** A request that is refused with an HTTP status; the body is a JSON-RPC error. */
export class HttpError extends ProtocolError {
  constructor(
    readonly status: number,
    message: string,
    code: number = ErrorCode.InvalidRequest,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, message);
  }
}
