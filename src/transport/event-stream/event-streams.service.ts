import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { OpenResponses } from '../../http-edge/index.js';
import { EventStream } from './event-stream.js';
import { HeartbeatWheel } from './heartbeat.wheel.js';
import { PendingBytesBudget } from './pending-bytes.budget.js';

/** Writes SSE responses, with what all of them share: heartbeats and the pending-bytes budget. */
@Injectable()
export class EventStreams {
  private readonly taken = new WeakSet<ServerResponse>();

  constructor(
    private readonly wheel: HeartbeatWheel,
    private readonly budget: PendingBytesBudget,
    private readonly responses: OpenResponses,
  ) {}

  get heartbeatSeconds(): number {
    return this.wheel.heartbeatMs / 1000;
  }

  /** Whether a response is a stream already. */
  has(response: ServerResponse): boolean {
    return this.taken.has(response);
  }

  /** Takes the response of an `@Sse` method, before that returns. Frames follow the head that Nest sends. */
  open(response: ServerResponse, heartbeat: () => string): EventStream {
    const stream = new EventStream(response, this.budget, heartbeat);
    this.taken.add(response);
    this.responses.add(response);
    stream.add(this.wheel.add(stream));
    return stream;
  }
}
