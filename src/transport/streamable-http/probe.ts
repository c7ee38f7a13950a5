import type { ServerResponse } from 'node:http';
import { sendJson } from '../../http/index.js';
import { type Decoded, encodeError, UnreadRequest } from '../../json-rpc/index.js';
import { isSessionRevision, MethodNotFoundError, type RequestMessage } from '../../protocol/index.js';

const REVISION_MEMBER = 'io.modelcontextprotocol/protocolVersion';

/** A request of revision 2026-07-28, which has no sessions: clients that know it ask in it first. */
export function findProbe(message: Decoded | undefined): RequestMessage | undefined {
  if (message === undefined || message instanceof UnreadRequest) return undefined;
  if (message.kind !== 'request' || message.method === 'initialize') return undefined;
  return namesNewerRevision(message) || message.method === 'server/discover' ? message : undefined;
}

/** A client may name a revision that is served here in the way of the newer ones. */
function namesNewerRevision({ params }: RequestMessage): boolean {
  const meta = params['_meta'];
  if (typeof meta !== 'object' || meta === null || !(REVISION_MEMBER in meta)) return false;
  return !isSessionRevision(meta[REVISION_MEMBER]);
}

/** This answer has such a client initialise; a status, or -32022, would end some. */
export function answerProbe({ id, method }: RequestMessage, response: ServerResponse): void {
  sendJson(response, 200, encodeError(id, new MethodNotFoundError(method).toErrorObject()));
}
