import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { OpenResponses } from '../../http/index.js';
import { HEARTBEAT_COMMENT } from './event-frame.js';
import { EventStream } from './event-stream.js';
import { type Beating, HeartbeatWheel } from './heartbeat-wheel.js';
import { PendingBytesBudget } from './pending-bytes-budget.js';
import { takeBehindHead, takeWhole } from './taken-response.js';

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
    const writer = takeBehindHead(response, {
      onHead: () => stream.begin(),
      onGivenBack: () => stream.close(),
    });
    const stream = new EventStream({ response, writer, budget: this.budget, heartbeat });
    this.taken.add(response);
    this.responses.add(response);
    this.keepOpen(stream);
    return stream;
  }

  /** Takes a response whole. The head goes out with the first frame, with status 200 and these headers. */
  begin(response: ServerResponse, headers: OutgoingHttpHeaders): EventStream {
    const { writer, sendHead } = takeWhole(response);
    const requestHead = (): void => {
      sendHead(headers);
      stream.begin();
    };
    const { budget } = this;
    const stream = new EventStream({ response, writer, budget, heartbeat: comment, requestHead });
    this.taken.add(response);
    return stream;
  }

  /** Has a stream get heartbeats. */
  keepOpen(stream: EventStream): void {
    stream.add(this.wheel.add(stream));
  }

  /**
   * Has one who is to become a stream beat after the time of a heartbeat, and not before.
   * @returns a function that takes it back
   */
  awaitSilence(beating: Beating): () => void {
    return this.wheel.addLast(beating);
  }
}

const comment = (): string => HEARTBEAT_COMMENT;
