import { CapabilitiesRegistry } from '../features/index.js';
import {
  type Peer,
  type PeerRequestHandler,
  type RequestContext,
  RequestHandler,
} from '../json-rpc/index.js';
import {
  andThen,
  InvalidParamsError,
  isLoggingLevel,
  LOGGING_LEVELS,
  type Params,
} from '../protocol/index.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/logging */
@RequestHandler('logging/setLevel')
export class SetLevelHandler implements PeerRequestHandler {
  constructor(capabilities: CapabilitiesRegistry) {
    capabilities.declare({ logging: {} });
  }

  /** @throws InvalidParamsError for a level that RFC 5424 does not have */
  handle(
    { level }: Params,
    _context: RequestContext,
    peer: Pick<Peer, 'update'>,
  ): object | PromiseLike<object> {
    if (!isLoggingLevel(level))
      throw new InvalidParamsError(`level must be one of ${LOGGING_LEVELS.join(', ')}`);
    return andThen(peer.update({ loggingLevel: level }), () => ({}));
  }
}
