import type { ServerResponse } from 'node:http';
import { cutWhenStalled } from '../../http-edge/index.js';
import { disown, HEARTBEAT_COMMENT } from '../event-stream/index.js';

/**
 * Answers with a stream that says nothing and soon ends. An EventSource never asks again after a 503, but does, perhaps
 * elsewhere, after a stream that ended.
 */
export function refuseStream(response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
    Connection: 'close',
  });
  const writer = disown(response);
  writer.write(HEARTBEAT_COMMENT);
  cutWhenStalled(response);
  const jitteredMs = 1_000 + Math.random() * 2_000;
  const timer = setTimeout(() => writer.end(), jitteredMs);
  response.once('close', () => clearTimeout(timer));
}
