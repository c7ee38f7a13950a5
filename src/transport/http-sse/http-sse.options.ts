/** How the HTTP+SSE wire behaves. Bind an instance to change it. */
export class HttpSseOptions {
  /** Whether a POST without a session is answered in its HTTP response, where `wires` has `sessionless-post`. @default true */
  sessionlessPost = true;

  /** `auto` sends `connected` and `heartbeat` events to clients that do not ask for an event stream. @default 'auto' */
  namedEvents: 'auto' | 'never' = 'auto';

  /** The path under which a proxy serves this server and which it strips; goes into the endpoint event. @default '' */
  publicPath = '';

  /** What the `connected` event calls this server. @default 'rookery' */
  serverName = 'rookery';
}
