import type { ServerResponse } from 'node:http';
import { sendJson } from '../../http/index.js';
import { type Decoded, encodeError, UnreadRequest } from '../../json-rpc/index.js';
import { MethodNotFoundError, type RequestMessage } from '../../protocol/index.js';

/** A request of revision 2026-07-28, which has no sessions: clients that know it ask in it first. */
export function findProbe(message: Decoded | undefined): RequestMessage | undefined {
  if (message === undefined || message instanceof UnreadRequest) return undefined;
  if (message.kind !== 'request' || message.method === 'initialize') return undefined;
  const meta = message.params['_meta'];
  const namesRevision =
    typeof meta === 'object' && meta !== null && 'io.modelcontextprotocol/protocolVersion' in meta;
  return namesRevision || message.method === 'server/discover' ? message : undefined;
}

/** This answer has such a client initialise; a status, or -32022, would end some. */
export function answerProbe({ id, method }: RequestMessage, response: ServerResponse): void {
  sendJson(response, 200, encodeError(id, new MethodNotFoundError(method).toErrorObject()));
}
