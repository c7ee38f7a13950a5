import { RequestHandler } from '../json-rpc/index.js';

/** @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/ping */
@RequestHandler('ping', { unlimited: true })
export class PingHandler implements RequestHandler {
  handle(): object {
    return {};
  }
}
