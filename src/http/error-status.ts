import { HttpException } from '@nestjs/common';
import {
  AccessError,
  BodyTooLargeError,
  ErrorCode,
  type ErrorObject,
  INTERNAL_ERROR,
  inRevision,
  ProtocolError,
  type ProtocolRevision,
  STATUS_BY_REASON,
  traitsOf,
  UnavailableError,
  type UnavailableReason,
} from '../protocol/index.js';
import { HttpError } from './http-error.js';

/** Of a body without an id the rest may still be on its way. */
const CLOSE = { Connection: 'close' };

/** An error as an HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly error: ErrorObject;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Anything thrown on an MCP route as an answer; what is not meant for clients is masked.
 * @param revision what its request speaks, where that is known
 */
export function toHttpAnswer(thrown: unknown, revision?: ProtocolRevision): HttpAnswer {
  const answer = toAnswer(thrown);
  if (revision === undefined) return answer;
  return { ...answer, error: inRevision(answer.error, traitsOf(revision)) };
}

function toAnswer(thrown: unknown): HttpAnswer {
  if (thrown instanceof HttpError)
    return { status: thrown.status, error: thrown.toErrorObject(), headers: thrown.headers };
  if (thrown instanceof AccessError)
    return {
      status: thrown.reason === 'unauthenticated' ? 401 : 403,
      error: thrown.toErrorObject(),
      headers: {},
    };
  if (thrown instanceof BodyTooLargeError)
    return { status: 413, error: thrown.toErrorObject(), headers: thrown.id === null ? CLOSE : {} };
  if (thrown instanceof UnavailableError)
    return { error: thrown.toErrorObject(), ...statusOf(thrown.toErrorObject(), 503) };
  if (thrown instanceof ProtocolError) return { status: 400, error: thrown.toErrorObject(), headers: {} };
  const status = thrown instanceof HttpException ? thrown.getStatus() : 500;
  if (status >= 500) return { status, error: INTERNAL_ERROR, headers: {} };
  // Nest's own words repeat the URL, whose query may hold a secret.
  const message = status === 404 ? 'Not found' : (thrown as HttpException).message;
  return { status, error: { code: ErrorCode.InvalidRequest, message }, headers: {} };
}

/** The status of a JSON-RPC error that is answered over HTTP. @param otherwise for errors without a status of their own */
export function statusOf(error: ErrorObject, otherwise: number): Omit<HttpAnswer, 'error'> {
  if (error.code === ErrorCode.InternalError) return { status: 500, headers: {} };
  const { reason, retryAfterSeconds } = (error.data ?? {}) as {
    reason?: UnavailableReason;
    retryAfterSeconds?: number;
  };
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  // A tool's module may throw an error with any reason.
  const isKnown = reason !== undefined && Object.hasOwn(STATUS_BY_REASON, reason);
  return { status: isKnown ? STATUS_BY_REASON[reason] : otherwise, headers };
}
