import type { IncomingMessage } from 'node:http';
import type { PlaceRequest } from '../../sessions/index.js';
import { sourceOf } from './admission.guard.js';

/** Who asks for a session or a stream, by a request that the admission guard let in. */
export function placeRequestOf(request: IncomingMessage): PlaceRequest {
  const { caller } = sourceOf(request);
  const isForwarded =
    request.headers['x-forwarded-for'] !== undefined && caller.address === request.socket.remoteAddress;
  return { caller, isForwarded };
}
