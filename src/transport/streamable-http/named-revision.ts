import type { IncomingMessage } from 'node:http';
import { HttpError } from '../../http/index.js';
import type { RequestQuirks } from '../client-quirks/index.js';
import { readNamedVersion } from '../mcp-headers.js';
import {
  ErrorCode,
  isSessionRevision,
  type ProtocolRevision,
  SESSION_REVISIONS,
  traitsOf,
} from '../../protocol/index.js';

/** What a request without the header speaks (specification 2025-11-25, "Protocol Version Header"). */
export const UNNAMED_REVISION: ProtocolRevision = '2025-03-26';

/**
 * The revision that `MCP-Protocol-Version` names. Some clients send it twice: equal values are one.
 * @returns nothing where it is missing; `unserved` for a revision that is not served here, or several
 */
export function readNamedRevision(
  request: IncomingMessage,
  quirks: RequestQuirks,
): ProtocolRevision | 'unserved' | undefined {
  const named = readNamedVersion(request);
  if (!named) return undefined;
  if (!isSessionRevision(named.version)) return 'unserved';
  if (named.isDoubled) quirks.note('protocol-version-doubled');
  return named.version;
}

/**
 * Some clients name another revision than they agreed on, or none: what they agreed on holds.
 * @throws HttpError 400 for a revision that is not served here
 */
export function checkNamedRevision(
  request: IncomingMessage,
  agreed: ProtocolRevision,
  quirks: RequestQuirks,
): void {
  const named = readNamedRevision(request, quirks);
  if (named === 'unserved') throw revisionNotServed();
  if (named !== undefined && named !== agreed) quirks.note('protocol-version-other');
  if (named === undefined && traitsOf(agreed).hasVersionHeader) quirks.note('protocol-version-missing');
}

export function revisionNotServed(): HttpError {
  return new HttpError(
    400,
    `MCP-Protocol-Version must be one of ${SESSION_REVISIONS.join(', ')}`,
    ErrorCode.ServerError,
  );
}
