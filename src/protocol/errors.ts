import type { ClientCapabilities } from './lifecycle.js';
import type { ErrorObject, RequestId } from './message.js';

/**
 * JSON-RPC 2.0 section 5.1, the two codes that MCP servers agree on, the one of resources, and those of revision 2026-07-28.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic#error-codes
 */
export const ErrorCode = {
  ParseError: -32700,
  InvalidRequest: -32600,
  MethodNotFound: -32601,
  InvalidParams: -32602,
  InternalError: -32603,
  ServerError: -32000,
  SessionNotFound: -32001,
  ResourceNotFound: -32002,
  HeaderMismatch: -32020,
  MissingClientCapability: -32021,
  UnsupportedProtocolVersion: -32022,
} as const;

/** An error the peer sees: sent as the `error` member of a JSON-RPC response. */
export class ProtocolError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
    this.name = this.constructor.name;
  }

  toErrorObject(): ErrorObject {
    const { code, message, data } = this;
    return data === undefined ? { code, message } : { code, message, data };
  }
}

/** The peer asked for a method that this server, or the revision in use, does not have. */
export class MethodNotFoundError extends ProtocolError {
  constructor(method: string) {
    super(ErrorCode.MethodNotFound, `Method not found: ${method.slice(0, 200)}`);
  }
}

export class InvalidParamsError extends ProtocolError {
  constructor(message: string, data?: unknown) {
    super(ErrorCode.InvalidParams, message, data);
  }
}

/** Nothing has the URI that the peer asks for. Since revision 2026-07-28 it is a fault of the params. */
export class ResourceNotFoundError extends ProtocolError {
  constructor(uri: string) {
    super(ErrorCode.ResourceNotFound, 'Resource not found', { uri });
  }
}

/** The headers of a request say another thing than its body, or leave it out. */
export class HeaderMismatchError extends ProtocolError {
  constructor(message: string) {
    super(ErrorCode.HeaderMismatch, message);
  }
}

/** A request needs what its client did not say that it can. */
export class MissingClientCapabilityError extends ProtocolError {
  /** @param what needs it, as messages name it: `tool add` */
  constructor(what: string, requiredCapabilities: ClientCapabilities) {
    const names = Object.keys(requiredCapabilities).join(', ');
    super(ErrorCode.MissingClientCapability, `The client did not declare what ${what} needs: ${names}`, {
      requiredCapabilities,
    });
  }
}

/** A request speaks a revision that is not served. */
export class UnsupportedProtocolVersionError extends ProtocolError {
  constructor(requested: string, supported: readonly string[]) {
    super(ErrorCode.UnsupportedProtocolVersion, `Unsupported protocol version: use ${supported.join(', ')}`, {
      supported,
      requested: requested.slice(0, 100),
    });
  }
}

/** Bytes that are not a JSON-RPC message. `id` is the request's where it could be read, else `null`. */
export class InvalidMessageError extends ProtocolError {
  readonly kind = 'invalid';

  constructor(
    code: number,
    message: string,
    readonly id: RequestId | null = null,
  ) {
    super(code, message);
  }
}

/** A body above the limit, of which nothing is kept. `id` is that of its request where its ends say it. */
export class BodyTooLargeError extends InvalidMessageError {
  constructor(message: string, id: RequestId | null = null) {
    super(ErrorCode.InvalidRequest, message, id);
  }

  /** The same, as the answer to one request. */
  for(id: RequestId): BodyTooLargeError {
    return new BodyTooLargeError(this.message, id);
  }
}

/** Why a sound request is not served; `data.reason` of the error that says so. */
export type UnavailableReason =
  'rate-limited' | 'overloaded' | 'unavailable' | 'draining' | 'timeout' | 'outcome-unknown';

/** A sound request that is not served now. */
export class UnavailableError extends ProtocolError {
  constructor(
    readonly reason: UnavailableReason,
    message: string,
    readonly retryAfterSeconds?: number,
    readonly id: RequestId | null = null,
  ) {
    super(ErrorCode.ServerError, message, {
      reason,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    });
  }
}

/** Why a caller may not have what it asks for; `data.reason` of the error that says so. */
export type AccessDenial = 'unauthenticated' | 'insufficient-scope' | 'forbidden';

/** A sound request that its caller may not make. Over HTTP it is 401 or 403. */
export class AccessError extends ProtocolError {
  constructor(
    readonly reason: AccessDenial,
    message: string,
    /** All that the request needs. */
    readonly scopes: readonly string[] = [],
    readonly id: RequestId | null = null,
  ) {
    super(ErrorCode.ServerError, message, { reason, ...(scopes.length > 0 && { scopes }) });
  }

  /** The same, as the answer to one request. */
  for(id: RequestId): AccessError {
    return new AccessError(this.reason, this.message, this.scopes, id);
  }
}

/** What the peer hears of an internal error. */
export const INTERNAL_ERROR: ErrorObject = {
  code: ErrorCode.InternalError,
  message: 'Internal error',
};

/** What the peer hears of anything that was thrown: what is not meant for it is masked. */
export function toErrorObject(thrown: unknown): ErrorObject {
  return thrown instanceof ProtocolError ? thrown.toErrorObject() : INTERNAL_ERROR;
}

/** A wrong set-up. Never crosses the wire: it fails the boot with the sentence to act on. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
