import type { IncomingMessage } from 'node:http';
import { requestUrl } from '../../http/index.js';
import { encodeJson } from '../../json-rpc/index.js';
import { encodeEvent, HEARTBEAT_COMMENT } from '../event-stream/index.js';
import { acceptsEventStream } from '../mcp-headers.js';
import type { HttpSseOptions } from './http-sse.options.js';

/**
 * Whether a stream gets `connected` and `heartbeat` events. Strict MCP clients end at an event they do not know, so
 * only who asks by `?events=named`, or does not ask for an event stream at all, as `curl -N` does, gets them.
 */
export function wantsNamedEvents(
  request: IncomingMessage,
  namedEvents: HttpSseOptions['namedEvents'],
): boolean {
  if (requestUrl(request).query.get('events') === 'named') return true;
  return namedEvents === 'auto' && !acceptsEventStream(request);
}

export function encodeConnected(sessionId: string, server: string, heartbeatSeconds: number): string {
  return encodeEvent('connected', encodeJson({ sessionId, server, heartbeatSeconds }));
}

export function encodeHeartbeat(isNamed: boolean): string {
  if (!isNamed) return HEARTBEAT_COMMENT;
  return encodeEvent('heartbeat', JSON.stringify({ timestamp: new Date().toISOString() }));
}
