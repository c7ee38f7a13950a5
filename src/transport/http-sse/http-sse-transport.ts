import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type MessageEvent, Optional } from '@nestjs/common';
import { EMPTY, ignoreElements, type Observable } from 'rxjs';
import { AlwaysAvailable, Availability } from '../../availability/index.js';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { HttpError } from '../../http/index.js';
import { andThen, ErrorCode, FIRST_REVISION, isThenable, UnavailableError } from '../../protocol/index.js';
import {
  type Attachment,
  type OutgoingEvent,
  type SessionStream,
  SessionsService,
} from '../../sessions/index.js';
import {
  connectionInUse,
  MessageIntake,
  placeRequestOf,
  sessionNotFound,
  sourceOf,
} from '../admission/index.js';
import { encodeEvent, EventStreams, type Frame } from '../event-stream/index.js';
import { acceptsEventStream, readLastEventId, readRevision } from '../mcp-headers.js';
import { HttpSseOptions } from './http-sse.options.js';
import { encodeConnected, encodeHeartbeat, wantsNamedEvents } from './lifecycle-events.js';
import { refuseStream } from './refused-stream.js';
import { SessionPost } from './session-post.js';
import { messagePath, readResumeKey, type StreamRoute } from './stream-request.js';

/**
 * HTTP+SSE: a session for each stream, whose messages are posted next to it.
 * @see https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse
 */
@Injectable()
export class HttpSseTransport {
  constructor(
    private readonly sessions: SessionsService,
    private readonly streams: EventStreams,
    private readonly intake: MessageIntake,
    private readonly errors: JsonRpcErrorFilter,
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
    @Optional() private readonly options: HttpSseOptions = new HttpSseOptions(),
  ) {}

  /**
   * A stream, with a new session or the one its `resume` key names. HEAD opens none.
   * @returns the session's messages as Nest may see them: not at all, since the stream is written past the interceptors. A
   * promise where the sessions have to be waited for
   */
  open(
    request: IncomingMessage,
    response: ServerResponse,
    route: StreamRoute,
  ): Observable<MessageEvent> | PromiseLike<Observable<MessageEvent>> {
    response.appendHeader('Vary', 'Accept');
    // An interceptor that retries calls the handler again.
    if (request.method === 'HEAD' || response.closed || this.streams.has(response)) return EMPTY;
    const answer = (thrown: unknown): Observable<never> => {
      this.errors.answer(thrown, request, response);
      return EMPTY;
    };
    try {
      const state = this.availability.stateFor(sourceOf(request).caller);
      if (state !== 'accepting' && !acceptsEventStream(request))
        throw new UnavailableError(state, `The server is ${state}`, 5);
      if (waitsBehindAnother(response)) throw connectionInUse();
      if (state === 'accepting') {
        const connected = this.connect(request, response, route);
        return isThenable(connected) ? connected.then(undefined, answer) : connected;
      }
      refuseStream(this.streams, response);
      return EMPTY;
    } catch (thrown) {
      return answer(thrown);
    }
  }

  /** Messages of a session: whatever can be told on its stream is, else an error is answered: 400, 404, 413, 415. */
  receive(request: IncomingMessage, response: ServerResponse, sessionId: string): void {
    const answer = (thrown: unknown): void => this.errors.answer(thrown, request, response);
    const found = this.sessions.findSession(sessionId, sourceOf(request).caller, 'http-sse');
    const taken = andThen(found, (session) => {
      if (session) this.intake.receive(request, response, new SessionPost(session, request, response));
      else answer(sessionNotFound());
    });
    if (isThenable(taken)) taken.then(undefined, answer);
  }

  /** Answers a message that belongs to no session, where it must: 400. */
  refuse(request: IncomingMessage, response: ServerResponse): void {
    const error = new HttpError(400, 'sessionId is missing: open a stream first', ErrorCode.InvalidParams);
    this.errors.answer(error, request, response);
  }

  /** @throws HttpError 400 @throws UnavailableError */
  private connect(
    request: IncomingMessage,
    response: ServerResponse,
    route: StreamRoute,
  ): Observable<MessageEvent> | PromiseLike<Observable<MessageEvent>> {
    const isNamed = wantsNamedEvents(request, this.options.namedEvents);
    const path = this.options.publicPath + messagePath(request, route);
    const opened = this.sessions.open({
      ...placeRequestOf(request),
      wire: 'http-sse',
      revision: readRevision(request) ?? FIRST_REVISION,
      resumeKey: readResumeKey(request),
      lastEventId: readLastEventId(request),
    });
    return andThen(opened, (attachment) => this.carry(attachment, response, path, isNamed));
  }

  private carry(
    attachment: Attachment,
    response: ServerResponse,
    path: string,
    isNamed: boolean,
  ): Observable<MessageEvent> {
    if (response.closed) {
      // Its client has left while the sessions were waited for.
      attachment.release();
      return EMPTY;
    }
    const { events } = attachment;
    const stream = this.streams.open(response, () => encodeHeartbeat(isNamed));
    stream.write(this.firstFrame(path, attachment, isNamed));
    stream.add(
      events.subscribe({
        next: (event) => stream.write(toFrame(attachment.stream, event)),
        complete: () => stream.end(),
      }),
    );
    stream.add(() => attachment.release());
    return events.pipe(ignoreElements());
  }

  private firstFrame(path: string, { session, stream, after }: Attachment, isNamed: boolean): Frame {
    const endpoint = encodeEvent(
      'endpoint',
      `${path}?sessionId=${session.sessionId}`,
      stream.replay && stream.eventIdOf(after),
    );
    if (!isNamed) return { text: endpoint };
    const { serverName } = this.options;
    return { text: endpoint + encodeConnected(session.sessionId, serverName, this.streams.heartbeatSeconds) };
  }
}

function toFrame(stream: SessionStream, { number, message }: OutgoingEvent): Frame {
  const { replay } = stream;
  if (!replay) return { text: encodeEvent('message', message) };
  return {
    text: encodeEvent('message', message, stream.eventIdOf(number)),
    onFlushed: () => replay.outbox.markFlushed(number),
  };
}

/** A response has no socket until all before it on its connection are finished, and a stream may never be. */
function waitsBehindAnother(response: ServerResponse): boolean {
  return response.socket === null;
}
