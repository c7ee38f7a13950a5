import type { ServerResponse } from 'node:http';
import { sendAccepted, sendJson, statusOf } from '../../http/index.js';
import { type AbortReason, Reply } from '../../json-rpc/index.js';
import type { ErrorObject, ProtocolError } from '../../protocol/index.js';
import {
  encodeEvent,
  type EventStream,
  type EventStreams,
  type PendingBytesBudget,
  STREAM_HEADERS,
} from '../event-stream/index.js';
import { countWaiting } from './pending-answer.js';

/**
 * `json`: one JSON text, without notifications. `auto`: an event stream from the first notification on, or once the requests
 * were silent for the time of a heartbeat, else JSON. `sse`: an event stream from the start.
 */
export type ResponseMode = 'json' | 'auto' | 'sse';

/** Takes the messages of an event stream. */
export interface MessageSink {
  write(message: string): void;
  /** Ends the response; what comes later is kept for a client that comes back. */
  disconnect?(retryMs: number): void;
  /** Nothing comes any more. */
  end(): void;
}

/** What was posted, and how it is answered. */
export interface PostedRequests {
  readonly response: ServerResponse;
  /** How many there are: each ends once. */
  readonly count: number;
  /** They came in an array, and their JSON is one too. */
  readonly isBatch: boolean;
  readonly mode: ResponseMode;
  /** The error of requests that are aborted while the client waits. Left out where they are only when it has left. */
  readonly errorOf?: (reason: AbortReason) => ProtocolError | undefined;
  /** Puts something between the messages and their stream: what keeps them for a client that comes back. */
  readonly openSink?: (stream: EventStream) => MessageSink;
}

const SUCCESS = { status: 200, headers: {} };

/**
 * The answer to one POST, which is sent once all its requests have ended: 202 if none of them has a response. As an event
 * stream it begins with the first notification or heartbeat, and ends behind the last response.
 */
export class PostReply extends Reply {
  private readonly responses: string[] = [];
  private error: ErrorObject | undefined;
  private stream: EventStream | undefined;
  private sink: MessageSink | undefined;
  private waiting: number;
  private stopWaiting: (() => void) | undefined;

  constructor(
    private readonly posted: PostedRequests,
    private readonly streams: EventStreams,
    private readonly budget: PendingBytesBudget,
  ) {
    super();
    this.waiting = posted.count;
  }

  /** The requests will run: sends what does not wait for them. */
  accept(): void {
    const { response, mode } = this.posted;
    if (this.waiting === 0) sendAccepted(response);
    else if (mode === 'sse') this.beginStream();
    else if (mode === 'auto') this.stopWaiting = this.streams.awaitSilence(this);
  }

  /** Proxies cut a connection that is silent for long: its requests go on as a stream, which has heartbeats. */
  beat(): void {
    if (this.posted.response.closed) return;
    this.beginStream();
    this.stream!.beat();
  }

  notify(message: string): void {
    if (this.posted.mode !== 'json') this.beginStream().write(message);
  }

  end(message?: string, error?: ErrorObject): void {
    if (message !== undefined && this.sink) this.sink.write(message);
    else if (message !== undefined) this.responses.push(message);
    this.error = error;
    if (--this.waiting > 0) return;
    this.stopWaiting?.();
    if (this.sink) this.sink.end();
    else this.send();
  }

  override errorOf(reason: AbortReason): ProtocolError | undefined {
    return this.posted.errorOf?.(reason);
  }

  override closeStream(retryMs: number): void {
    if (this.posted.mode !== 'json' && this.posted.openSink) this.beginStream().disconnect?.(retryMs);
  }

  /** Begins the event stream, if it has not begun. What ended before goes first. */
  beginStream(): MessageSink {
    if (this.sink) return this.sink;
    this.stopWaiting?.();
    const { response, openSink = directSink } = this.posted;
    this.stream = this.streams.begin(response, STREAM_HEADERS);
    this.streams.keepOpen(this.stream);
    this.sink = openSink(this.stream);
    for (const message of this.responses) this.sink.write(message);
    return this.sink;
  }

  /** JSON-RPC 2.0 section 6: an empty array is never sent. */
  private send(): void {
    const { response, isBatch } = this.posted;
    const [first] = this.responses;
    if (first === undefined) {
      sendAccepted(response);
      return;
    }
    const { status, headers } = this.error && !isBatch ? statusOf(this.error, 200) : SUCCESS;
    const answer = isBatch ? `[${this.responses.join(',')}]` : first;
    const writer = sendJson(response, status, answer, headers);
    if (writer) countWaiting(response, writer, this.budget);
  }
}

function directSink(stream: EventStream): MessageSink {
  return {
    write: (message) => stream.write({ text: encodeEvent('message', message) }),
    end: () => stream.endAnswered(),
  };
}
