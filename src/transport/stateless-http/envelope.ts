import type { IncomingMessage } from 'node:http';
import { type CallTarget, type PeerState, type ServedRevisions, toPeerState } from '../../json-rpc/index.js';
import {
  HeaderMismatchError,
  isRecord,
  isSessionRevision,
  isStatelessRevision,
  META_KEYS,
  type NotificationMessage,
  readRequestMeta,
  type RequestMessage,
  UnsupportedProtocolVersionError,
} from '../../protocol/index.js';
import type { RequestQuirks } from '../client-quirks/index.js';
import { readNamedVersion } from '../mcp-headers.js';
import { checkMirroredHeaders, readMcpHeaders } from './header-check/index.js';
import type { StatelessHttpOptions } from './stateless-http.options.js';

/** What an envelope is held against. */
export interface EnvelopeChecks {
  readonly request: IncomingMessage;
  readonly quirks: RequestQuirks;
  readonly served: ServedRevisions;
  readonly options: StatelessHttpOptions;
  /** What a request is for: it says which arguments stand in headers too. */
  readonly targetOf: (message: RequestMessage) => CallTarget | undefined;
}

/**
 * What a request says of its client, in its `_meta` and once more in the headers.
 * @throws InvalidParamsError, HeaderMismatchError, UnsupportedProtocolVersionError
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation
 */
export function readEnvelope(message: RequestMessage, checks: EnvelopeChecks): PeerState {
  const { request, served } = checks;
  const asked = message.method === 'initialize' ? message.params['protocolVersion'] : undefined;
  // A client that has only older revisions shows this error to people, and they learn from it which ones there are.
  if (typeof asked === 'string' && !namesRevision(message))
    throw new UnsupportedProtocolVersionError(asked, served.newestFirst);
  const meta = readRequestMeta(message.params);
  const isExact = isVersionExact(meta.protocolVersion, checks);
  const stated = toPeerState(meta, served);
  const mismatch = checkMirroredHeaders(
    readMcpHeaders(request),
    message,
    checks.targetOf(message)?.headerParameters ?? [],
    { absent: isExact ? 'reject' : 'serve' },
  );
  if (mismatch !== undefined) throw new HeaderMismatchError(mismatch);
  return stated;
}

/**
 * A notification needs none of the headers; those that are there have to match.
 * @throws HeaderMismatchError
 */
export function checkNotificationHeaders(message: NotificationMessage, request: IncomingMessage): void {
  const mismatch = checkMirroredHeaders(readMcpHeaders(request), message, [], { absent: 'serve' });
  if (mismatch !== undefined) throw new HeaderMismatchError(mismatch);
}

function namesRevision({ params: { _meta } }: RequestMessage): boolean {
  return isRecord(_meta) && _meta[META_KEYS.protocolVersion] !== undefined;
}

/**
 * Whether `MCP-Protocol-Version` says the same as `_meta`. Some clients send there the revision that they agreed on with an
 * older server: such a request says twice that it can be served.
 * @throws HeaderMismatchError
 */
function isVersionExact(
  protocolVersion: string,
  { request, quirks, served, options }: EnvelopeChecks,
): boolean {
  const named = readNamedVersion(request);
  if (!named) throw new HeaderMismatchError('MCP-Protocol-Version is missing');
  const isExact = named.version === protocolVersion;
  const isOlder =
    isStatelessRevision(protocolVersion) && isSessionRevision(named.version) && served.has(named.version);
  if (!isExact && !(isOlder && options.headerMismatch === 'serve'))
    throw new HeaderMismatchError(
      `MCP-Protocol-Version is not the version that params._meta has${isOlder ? `. ${options.headerMismatchHint}` : ''}`,
    );
  if (named.isDoubled) quirks.note('protocol-version-doubled');
  if (!isExact) quirks.note('protocol-version-older');
  return isExact;
}
