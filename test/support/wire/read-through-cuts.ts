import type { SseStream } from './sse-stream.js';
import type { Message } from './wires.js';

/** Far above what any of this takes on a busy machine. */
const GIVES_UP_AFTER_MS = 30_000;

/** What came over connections that broke one after the other. */
export interface Reading {
  readonly messages: readonly Message[];
  readonly connections: number;
}

/**
 * Reads a stream until all of it is there. When the connection breaks it comes back, after the last event that it has.
 * @param open a connection; the first one has no event to come back to
 * @param isComplete whether messages are all there are
 * @param comesBack whether it comes back without an event too
 */
export async function readThroughCuts(
  open: (lastEventId: string | undefined) => Promise<SseStream>,
  isComplete: (messages: readonly Message[]) => boolean,
  comesBack = false,
): Promise<Reading> {
  const messages: Message[] = [];
  let lastId: string | undefined;
  const deadlineMs = performance.now() + GIVES_UP_AFTER_MS;
  for (let connections = 1; ; connections++) {
    const stream = await open(lastId).catch(() => undefined);
    if (stream) {
      if (stream.status !== 200) throw new Error(`Answered ${stream.status} to ${lastId}`);
      const timer = setTimeout(() => stream.close(), deadlineMs - performance.now());
      await stream.waitFor(() => isComplete([...messages, ...stream.messages])).catch(() => undefined);
      clearTimeout(timer);
      messages.push(...stream.messages);
      lastId = stream.events.findLast(({ id }) => id !== undefined)?.id ?? lastId;
      stream.close();
    }
    if (performance.now() > deadlineMs) throw new Error(`There is more to come: ${JSON.stringify(messages)}`);
    if (isComplete(messages) || (lastId === undefined && !comesBack)) return { messages, connections };
  }
}
