import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Observable, type TeardownLogic } from 'rxjs';
import { OpenResponses } from '../../http-edge/index.js';
import { EventStream } from './event-stream.js';
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
   * What an `@Sse` method returns. Subscribing connects the response to what writes to it; nothing is emitted, so that
   * Nest and the app's interceptors see an event stream without events.
   * @param connect begins to write; what it returns ends with the stream
   */
  serve(
    response: ServerResponse,
    heartbeat: () => string,
    connect: (stream: EventStream) => TeardownLogic,
  ): Observable<never> {
    return new Observable((subscriber) => {
      // The head may be out already, and the first frames not yet.
      const end = (): void =>
        afterHead(response, () => {
          stream.open();
          subscriber.complete();
        });
      const stream = new EventStream(response, this.budget, heartbeat, end);
      const stopBeating = this.wheel.add(stream);
      this.responses.add(response);
      subscriber.add(() => {
        stopBeating();
        stream.close();
      });
      afterHead(response, () => stream.open());
      subscriber.add(connect(stream));
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
