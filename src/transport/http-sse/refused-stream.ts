import type { ServerResponse } from 'node:http';
import { type EventStreams, HEARTBEAT_COMMENT } from '../event-stream/index.js';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
};

/**
 * Answers with a stream that says nothing and soon ends. An EventSource never asks again after a 503, but does, perhaps
 * elsewhere, after a stream that ended.
 */
export function refuseStream(streams: EventStreams, response: ServerResponse): void {
  const stream = streams.begin(response, HEADERS);
  stream.write({ text: HEARTBEAT_COMMENT });
  const jitteredMs = 1_000 + Math.random() * 2_000;
  const timer = setTimeout(() => stream.end(), jitteredMs);
  stream.add(() => clearTimeout(timer));
}
