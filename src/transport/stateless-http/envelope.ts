import type { IncomingMessage } from 'node:http';
import type { PeerState, ServedRevisions } from '../../json-rpc/index.js';
import {
  HeaderMismatchError,
  isStatelessRevision,
  readRequestMeta,
  type RequestMessage,
  UnsupportedProtocolVersionError,
} from '../../protocol/index.js';
import type { RequestQuirks } from '../client-quirks/index.js';
import { readNamedVersion } from '../mcp-headers.js';
import { checkMirroredHeaders } from './header-check/index.js';

/** What an envelope is held against. */
export interface EnvelopeChecks {
  readonly request: IncomingMessage;
  readonly quirks: RequestQuirks;
  readonly served: ServedRevisions;
}

/**
 * What a request says of its client, in its `_meta` and once more in the headers.
 * @throws InvalidParamsError, HeaderMismatchError, UnsupportedProtocolVersionError
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation
 */
export function readEnvelope(
  message: RequestMessage,
  { request, quirks, served }: EnvelopeChecks,
): Partial<PeerState> {
  const asked = message.method === 'initialize' ? message.params['protocolVersion'] : undefined;
  // A client that has only older revisions shows this error to people, and they learn from it which ones there are.
  if (typeof asked === 'string' && message.params['_meta'] === undefined)
    throw new UnsupportedProtocolVersionError(asked.slice(0, MAX_SHOWN_LENGTH), served.newestFirst);
  const { protocolVersion, ...said } = readRequestMeta(message.params);
  checkVersionHeader(request, protocolVersion, quirks);
  if (!isStatelessRevision(protocolVersion))
    throw new UnsupportedProtocolVersionError(protocolVersion.slice(0, MAX_SHOWN_LENGTH), served.newestFirst);
  const mismatch = checkMirroredHeaders(request.headers, message);
  if (mismatch !== undefined) throw new HeaderMismatchError(mismatch);
  return { revision: protocolVersion, ...said };
}

/** Of what clients send, in an error. */
const MAX_SHOWN_LENGTH = 100;

/** @throws HeaderMismatchError */
function checkVersionHeader(request: IncomingMessage, protocolVersion: string, quirks: RequestQuirks): void {
  const named = readNamedVersion(request);
  if (!named) throw new HeaderMismatchError('MCP-Protocol-Version is missing');
  if (named.version !== protocolVersion)
    throw new HeaderMismatchError('MCP-Protocol-Version is not the version that params._meta has');
  if (named.isDoubled) quirks.note('protocol-version-doubled');
}
