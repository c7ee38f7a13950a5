import type { Server } from 'node:http';

const ANSWER = 'HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** Answers CONNECT, which asks for a proxy: Node would close the connection without a word. */
export function refuseTunnels(server: Server): void {
  server.on('connect', (_request, socket) => socket.end(ANSWER));
}
