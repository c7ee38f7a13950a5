import type { IncomingMessage, ServerResponse } from 'node:http';
import { prefixOf, sendJson } from '../../http/index.js';
import { encodeError } from '../../json-rpc/index.js';
import { ErrorCode } from '../../protocol/index.js';
import { MCP_PATH, SSE_PATH } from './paths.js';

/**
 * Answers a GET without a session with 405: clients of HTTP+SSE that were given the URL of Streamable HTTP see that it is not
 * theirs, and people which one is (specification 2025-11-25, "Backwards Compatibility").
 */
export function refuseListening(request: IncomingMessage, response: ServerResponse): void {
  if (response.writableEnded) return;
  const error = {
    code: ErrorCode.ServerError,
    message: `This is the URL of Streamable HTTP: POST initialize here first. The stream of HTTP+SSE is at ${prefixOf(request, MCP_PATH)}${SSE_PATH}`,
  };
  sendJson(response, 405, encodeError(null, error), { Allow: 'POST' });
}
