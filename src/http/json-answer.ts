import type { ServerResponse } from 'node:http';
import { ResponseWriter } from './response-writer.js';
import { StallWatch } from './stall-watch.js';

/** How long a client may take nothing of an answer before its connection is cut. */
const STALL_MS = 30_000;

const STALLS = new StallWatch(STALL_MS);

/**
 * Ends a response with JSON text.
 * @returns what holds the bytes for which the client had no room, if there are any
 */
export function sendJson(
  response: ServerResponse,
  status: number,
  json: string,
  headers: Readonly<Record<string, string>> = {},
): ResponseWriter | undefined {
  if (response.headersSent || response.destroyed) return undefined;
  const bytes = Buffer.byteLength(json);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': bytes,
    'Cache-Control': 'no-store',
    ...headers,
  });
  const writer = json.length > SMALL_LENGTH ? writeSlowly(response, json) : undefined;
  // Of ASCII alone nobody has to count the bytes again.
  if (!writer) response.end(json, bytes === json.length ? 'latin1' : 'utf8');
  if (response.writableLength === 0) return undefined;
  // Node waits forever for a client that does not read, and what it does not take costs memory meanwhile.
  STALLS.watch(response, () => response.destroy());
  return writer ?? new ResponseWriter(response);
}

/** Characters of an answer that is written at once. */
const SMALL_LENGTH = 16 * 1024;

function writeSlowly(response: ServerResponse, json: string): ResponseWriter {
  const writer = new ResponseWriter(response);
  writer.write(json);
  writer.end();
  return writer;
}

/** Ends a response that has nothing to say but that the message was taken. */
export function sendAccepted(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(202, { 'Content-Length': 0 });
  response.end();
}
