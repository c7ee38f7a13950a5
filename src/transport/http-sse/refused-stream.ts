import type { ServerResponse } from 'node:http';
import { OwnAnswer } from '../../http-edge/index.js';
import { HEARTBEAT_COMMENT } from '../event-stream/index.js';

/**
 * A stream that says nothing and soon ends. An EventSource never asks again after a 503, but does, perhaps elsewhere,
 * after a stream that ended.
 */
export class RefusedStream extends OwnAnswer {
  write(response: ServerResponse): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      Connection: 'close',
    });
    response.write(HEARTBEAT_COMMENT);
    const jitteredMs = 1_000 + Math.random() * 2_000;
    const timer = setTimeout(() => response.end(), jitteredMs);
    response.once('close', () => clearTimeout(timer));
  }
}
