import { type AccessDenial, ErrorCode, type UnavailableReason } from './errors.js';
import type { ErrorObject } from './message.js';
import type { RevisionTraits } from './revisions.js';

/** The HTTP status that says the same as a reason. */
export const STATUS_BY_REASON: Readonly<Record<UnavailableReason, number>> = {
  'rate-limited': 429,
  overloaded: 503,
  unavailable: 503,
  draining: 503,
  timeout: 504,
  'outcome-unknown': 504,
};

const CODE_BY_REASON: Readonly<Record<UnavailableReason | AccessDenial, number>> = {
  ...STATUS_BY_REASON,
  unauthenticated: 401,
  'insufficient-scope': 403,
  forbidden: 403,
};

/**
 * An error as a revision writes it. Since 2026-07-28 a missing resource is a fault of the params, and codes of our own are
 * outside of the range that JSON-RPC reserves: each is the number of the HTTP status that says the same.
 */
export function inRevision(error: ErrorObject, traits: RevisionTraits): ErrorObject {
  if (!traits.hasApplicationErrorCodes) return error;
  if (error.code === ErrorCode.ResourceNotFound) return { ...error, code: ErrorCode.InvalidParams };
  if (error.code !== ErrorCode.ServerError) return error;
  const { reason } = (error.data ?? {}) as { reason?: UnavailableReason | AccessDenial };
  // A tool's module may throw an error with any reason.
  const isKnown = reason !== undefined && Object.hasOwn(CODE_BY_REASON, reason);
  return isKnown ? { ...error, code: CODE_BY_REASON[reason] } : error;
}
