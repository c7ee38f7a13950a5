import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { EMPTY, type Observable, type TeardownLogic } from 'rxjs';
import { HttpEdge, HttpError, readJsonBody, sendAccepted } from '../../http-edge/index.js';
import { decodeBody, isThenable, type ParsedBody, RequestDispatcher } from '../../json-rpc/index.js';
import { ErrorCode, hasBatches, UnavailableError } from '../../protocol/index.js';
import {
  AlwaysAvailable,
  type Attachment,
  Availability,
  encodeEventId,
  type OutgoingEvent,
  type Session,
  SessionsService,
} from '../../sessions/index.js';
import { sourceOf } from '../admission/index.js';
import { encodeEvent, type EventStream, EventStreams, type Frame } from '../event-stream/index.js';
import { HttpSseOptions } from './http-sse.options.js';
import { encodeConnected, encodeHeartbeat, wantsNamedEvents } from './lifecycle-events.js';
import { RefusedStream } from './refused-stream.js';
import {
  acceptsEventStream,
  messagePath,
  readLastEventId,
  readResumeKey,
  readRevision,
} from './stream-request.js';

/**
 * HTTP+SSE: a session for each stream, whose messages are posted beside it.
 * @see https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse
 */
@Injectable()
export class HttpSseTransport {
  constructor(
    private readonly sessions: SessionsService,
    private readonly streams: EventStreams,
    private readonly dispatcher: RequestDispatcher,
    private readonly edge: HttpEdge,
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
    @Optional() private readonly options: HttpSseOptions = new HttpSseOptions(),
  ) {}

  /**
   * A stream, with a new session or the one its `resume` key names. HEAD opens none.
   * @param route the path of the route without any prefix; messages are posted beside it
   */
  open(request: IncomingMessage, response: ServerResponse, route: '' | '/sse'): Observable<never> {
    response.appendHeader('Vary', 'Accept');
    if (request.method === 'HEAD') return EMPTY;
    const { state } = this.availability;
    if (state !== 'accepting') throw refusal(request, state);
    const isNamed = wantsNamedEvents(request, this.options.namedEvents);
    return this.streams.serve(
      response,
      () => encodeHeartbeat(isNamed),
      (stream) => this.connect(stream, request, route, isNamed),
    );
  }

  /** One message of a session: whatever can be told on its stream is. @throws HttpError 400, 404, 413, 415 */
  receive(request: IncomingMessage, response: ServerResponse, sessionId: string): void | Promise<void> {
    const session = this.sessions.find(sessionId, sourceOf(request).caller);
    if (!session) throw sessionNotFound();
    const body = readJsonBody(request, this.edge.maxBodyBytes);
    if (!isThenable(body)) return this.accept(request, response, session, body);
    return body.then((read) => this.accept(request, response, session, read));
  }

  private accept(
    request: IncomingMessage,
    response: ServerResponse,
    session: Session,
    body: Buffer | ParsedBody,
  ): void {
    if (session.endReason) throw sessionNotFound();
    if (!session.isInitialized) session.revision = readRevision(request) ?? session.revision;
    const decoded = decodeBody(body, hasBatches(session.revision));
    if (!Array.isArray(decoded) && decoded.kind === 'invalid' && decoded.id === null) throw decoded;
    if (!Array.isArray(decoded)) this.dispatcher.authorize(decoded, sourceOf(request));
    sendAccepted(response);
    for (const message of Array.isArray(decoded) ? decoded : [decoded])
      this.dispatcher.dispatch(message, session, sourceOf(request));
  }

  private connect(
    stream: EventStream,
    request: IncomingMessage,
    route: string,
    isNamed: boolean,
  ): TeardownLogic {
    const attachment = this.sessions.open({
      caller: sourceOf(request).caller,
      revision: readRevision(request) ?? '2024-11-05',
      resumeKey: readResumeKey(request),
      lastEventId: readLastEventId(request),
      isForwarded: request.headers['x-forwarded-for'] !== undefined,
    });
    const path = this.options.publicPath + messagePath(request, route);
    stream.write(this.firstFrame(path, attachment, isNamed));
    const subscription = attachment.events.subscribe({
      next: (event) => stream.write(toFrame(attachment.session, event)),
      complete: () => stream.end(),
    });
    subscription.add(() => attachment.release());
    return subscription;
  }

  private firstFrame(path: string, { session, after }: Attachment, isNamed: boolean): Frame {
    const endpoint = encodeEvent(
      'endpoint',
      `${path}?sessionId=${session.sessionId}`,
      session.replay && encodeEventId({ sessionId: session.sessionId, number: after }),
    );
    if (!isNamed) return { text: endpoint };
    const { serverName } = this.options;
    return { text: endpoint + encodeConnected(session.sessionId, serverName, this.streams.heartbeatSeconds) };
  }
}

function toFrame({ sessionId, replay }: Session, { number, message }: OutgoingEvent): Frame {
  if (!replay) return { text: encodeEvent('message', message) };
  const id = encodeEventId({ sessionId, number });
  return { text: encodeEvent('message', message, id), onFlushed: () => replay.outbox.markFlushed(number) };
}

function refusal(request: IncomingMessage, state: 'draining' | 'overloaded'): Error {
  return acceptsEventStream(request)
    ? new RefusedStream()
    : new UnavailableError(state, `The server is ${state}`, 5);
}

/** Also for a malformed id, and for the session of another principal: nobody learns which it was. */
function sessionNotFound(): HttpError {
  return new HttpError(404, 'Session not found', ErrorCode.SessionNotFound);
}
