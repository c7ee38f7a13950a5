import { HttpError } from '../../http/index.js';
import { ErrorCode } from '../../protocol/index.js';

/** 404. Also for a malformed id, and for the session of another principal: nobody learns which it was. */
export function sessionNotFound(): HttpError {
  return new HttpError(404, 'Session not found', ErrorCode.SessionNotFound);
}

/** 429 for a stream on a connection whose earlier requests are not answered yet: it might wait for ever. */
export function connectionInUse(): HttpError {
  return new HttpError(429, 'A stream needs a connection of its own: this one has an answer to finish first');
}
