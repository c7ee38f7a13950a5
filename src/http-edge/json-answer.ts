import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client may read nothing of an answer before its connection is cut. */
const STALLED_MS = 30_000;

/** Ends a response with JSON text. The connection is closed when the request's body was left unread. */
export function sendJson(
  response: ServerResponse,
  status: number,
  json: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(json),
    'Cache-Control': 'no-store',
    ...(status === 413 && { Connection: 'close' }),
    ...headers,
  });
  response.end(json);
  if (response.socket?.writableLength) limitStall(response, response.socket);
}

/** Node waits forever, and the answer takes memory meanwhile. Nothing else of the connection is limited. */
function limitStall(response: ServerResponse, socket: Socket): void {
  socket.setTimeout(STALLED_MS);
  // Before Node's own listener, which sets the time of an idle connection.
  response.prependOnceListener('finish', () => socket.setTimeout(0));
}

/** Ends a response that has nothing to say but that the message was taken. */
export function sendAccepted(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(202, { 'Content-Length': 0 });
  response.end();
}
