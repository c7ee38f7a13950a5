import type { ServerResponse } from 'node:http';
import { sendJson } from '../../http/index.js';
import { type Decoded, encodeError, UnreadRequest } from '../../json-rpc/index.js';
import { isStatelessMessage, MethodNotFoundError, type RequestMessage } from '../../protocol/index.js';

/** A request of a revision without sessions, where none is served: clients that know it ask in it first. */
export function findProbe(message: Decoded | undefined): RequestMessage | undefined {
  if (message === undefined || message instanceof UnreadRequest) return undefined;
  if (message.kind !== 'request' || message.method === 'initialize') return undefined;
  return isStatelessMessage(message) ? message : undefined;
}

/** This answer has such a client initialise; a status, or -32022, would end some. */
export function answerProbe({ id, method }: RequestMessage, response: ServerResponse): void {
  sendJson(response, 200, encodeError(id, new MethodNotFoundError(method).toErrorObject()));
}
