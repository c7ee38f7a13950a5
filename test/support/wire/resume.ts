import { randomBytes } from 'node:crypto';
import { eventually } from '../eventually.js';
import { send } from './http.js';
import { SseStream } from './sse-stream.js';

export function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** Opens a stream as a client does that can come back. */
export function openStream(url: string, key: string, lastEventId?: string): Promise<SseStream> {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  return SseStream.open(`${url}/sse?resume=${key}`, headers);
}

/** The session that a stream's endpoint event names. */
export async function sessionOf(stream: SseStream): Promise<string> {
  return new URL(await stream.endpoint()).searchParams.get('sessionId')!;
}

/** Waits until the server knows that it has so many open streams. */
export async function waitForOpenStreams(url: string, count: number): Promise<void> {
  const openStreams = async (): Promise<number> =>
    ((await send(`${url}/health`)).json as { activeConnections: number }).activeConnections;
  await eventually(openStreams, (open) => open === count);
}

/** The client of the only open stream goes away, and the server notices. */
export async function leave(url: string, stream: SseStream): Promise<void> {
  stream.close();
  await stream.ended();
  await waitForOpenStreams(url, 0);
}
