import { isStatelessRevision, type RequestMeta, UnsupportedProtocolVersionError } from '../protocol/index.js';
import type { PeerState } from './peer.js';
import type { ServedRevisions } from './served-revisions.js';

/**
 * Who makes a request, where the request itself says that.
 * @throws UnsupportedProtocolVersionError
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning
 */
export function toPeerState(
  { protocolVersion, ...said }: RequestMeta,
  { newestFirst }: ServedRevisions,
): PeerState {
  if (!isStatelessRevision(protocolVersion))
    throw new UnsupportedProtocolVersionError(protocolVersion, newestFirst);
  return { revision: protocolVersion, isInitialized: false, ...said };
}
