import type { ServerResponse } from 'node:http';

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
}

/** Ends a response that has nothing to say but that the message was taken. */
export function sendAccepted(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(202, { 'Content-Length': 0 });
  response.end();
}
