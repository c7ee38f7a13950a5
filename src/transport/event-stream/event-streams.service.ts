import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Observable } from 'rxjs';
import { OpenResponses } from '../../http-edge/index.js';
import { EventStream, type Frame } from './event-stream.js';
import { HeartbeatWheel } from './heartbeat.wheel.js';
import { PendingBytesBudget } from './pending-bytes.budget.js';

/** Writes SSE responses, with what all of them share: heartbeats and the pending-bytes budget. */
@Injectable()
export class EventStreams {
  constructor(
    private readonly wheel: HeartbeatWheel,
    private readonly budget: PendingBytesBudget,
    private readonly responses: OpenResponses,
  ) {}

  get heartbeatSeconds(): number {
    return this.wheel.heartbeatMs / 1000;
  }

  /**
   * What an `@Sse` method returns. Subscribing writes `frames` to the response; nothing is emitted, so that Nest and
   * the app's interceptors see an event stream without events. Completes with `frames`.
   */
  serve(response: ServerResponse, frames: Observable<Frame>, heartbeat: () => string): Observable<never> {
    return new Observable((subscriber) => {
      const stream = new EventStream(response, this.budget, heartbeat);
      const stopBeating = this.wheel.add(stream);
      this.responses.add(response);
      subscriber.add(() => {
        stopBeating();
        stream.close();
      });
      afterHead(response, () => stream.open());
      subscriber.add(
        frames.subscribe({
          next: (frame) => stream.write(frame),
          error: (error: unknown) => subscriber.error(error),
          complete: () => afterHead(response, () => subscriber.complete()),
        }),
      );
    });
  }
}

/**
 * Nest writes the head of an `@Sse` response in a timer that it sets right after it subscribed. A timer set in the
 * microtask behind the subscription runs after that one.
 */
function afterHead(response: ServerResponse, run: () => void): void {
  if (response.headersSent) run();
  else if (!response.destroyed) queueMicrotask(() => setTimeout(() => afterHead(response, run), 0));
}
