import type { IncomingMessage } from 'node:http';
import { HttpError } from '../../http/index.js';
import {
  ErrorCode,
  isSessionRevision,
  type ProtocolRevision,
  SESSION_REVISIONS,
} from '../../protocol/index.js';

/** What a request without the header speaks (specification 2025-11-25, "Protocol Version Header"). */
export const UNNAMED_REVISION: ProtocolRevision = '2025-03-26';

/**
 * The revision that `MCP-Protocol-Version` names. Some clients send it twice: equal values are one.
 * @returns nothing where it is missing
 * @throws HttpError 400 for a revision that is not served here
 */
export function readNamedRevision({ headers }: IncomingMessage): ProtocolRevision | undefined {
  const header = headers['mcp-protocol-version'];
  if (header === undefined) return undefined;
  const values = new Set(
    String(header)
      .split(',')
      .map((value) => value.trim()),
  );
  const [revision] = values;
  if (values.size === 1 && isSessionRevision(revision)) return revision;
  throw new HttpError(
    400,
    `MCP-Protocol-Version must be one of ${SESSION_REVISIONS.join(', ')}`,
    ErrorCode.ServerError,
  );
}
