import { type Answer, post, rpc } from './http.js';
import { SseStream } from './sse-stream.js';

export const REVISION = '2026-07-28';

/** What `_meta` of each result says of the server, unless that has another name. */
export const SERVER_META = {
  'io.modelcontextprotocol/serverInfo': { name: 'rookery', version: expect.any(String) as string },
};

const CLIENT = { name: 'test', version: '1' };

/** What a request says of its client, in `_meta`. */
export function envelope(more: object = {}): object {
  return {
    'io.modelcontextprotocol/protocolVersion': REVISION,
    'io.modelcontextprotocol/clientInfo': CLIENT,
    'io.modelcontextprotocol/clientCapabilities': {},
    ...more,
  };
}

export interface Params {
  readonly name?: string;
  readonly uri?: string;
  readonly _meta?: unknown;
  readonly [key: string]: unknown;
}

/** The headers that repeat what is in the body. */
export function mirrored(method: string, { name, uri }: Params = {}): Record<string, string> {
  const mirroredName = name ?? uri;
  return {
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': REVISION,
    'mcp-method': method,
    ...(mirroredName !== undefined && { 'mcp-name': mirroredName }),
  };
}

/** Sends a request as clients of the revision do. `headers` change those that they send. */
export function ask(
  url: string,
  method: string,
  params: Params = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  return post(url, rpc(7, method, { _meta: envelope(), ...params }), {
    ...mirrored(method, params),
    ...headers,
  });
}

/** Calls a tool as clients of the revision do. */
export function call(
  url: string,
  name: string,
  args: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  return ask(url, 'tools/call', { name, arguments: args }, headers);
}

/** Listens as clients of the revision do. */
export function listen(
  url: string,
  notifications: object,
  headers: Record<string, string> = {},
): Promise<SseStream> {
  const method = 'subscriptions/listen';
  const message = rpc(7, method, { notifications, _meta: envelope() });
  return SseStream.post(url, message, { ...mirrored(method), ...headers });
}
