import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { AlwaysAvailable, Availability } from '../../availability/index.js';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { HttpError, OpenResponses, refuseMethod } from '../../http/index.js';
import { andThen, ErrorCode, isThenable, UnavailableError } from '../../protocol/index.js';
import { type Session, SessionsService } from '../../sessions/index.js';
import {
  connectionInUse,
  MessageIntake,
  placeRequestOf,
  sessionNotFound,
  sourceOf,
} from '../admission/index.js';
import { EventStreams, STREAM_HEADERS } from '../event-stream/index.js';
import { readLastEventId } from '../mcp-headers.js';
import { PostReplies } from '../post-reply/index.js';
import { chooseResponseMode, requireEventStream } from './accepted-types.js';
import { carryEvents } from './carried-events.js';
import { LonePost } from './lone-post.js';
import { OpeningPost } from './opening-post.js';
import { readSessionId, sessionMissing } from './session-header.js';
import { StreamableHttpOptions } from './streamable-http.options.js';
import { SessionPost } from './session-post.js';

/**
 * Streamable HTTP: one URL, where messages are posted and answered, and a session that `initialize` opens.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http
 */
@Injectable()
export class StreamableHttpTransport {
  constructor(
    private readonly sessions: SessionsService,
    private readonly streams: EventStreams,
    private readonly intake: MessageIntake,
    private readonly replies: PostReplies,
    private readonly responses: OpenResponses,
    private readonly errors: JsonRpcErrorFilter,
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
    @Optional() private readonly options: StreamableHttpOptions = new StreamableHttpOptions(),
  ) {}

  /** Messages. Answers errors too. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    this.answer(request, response, () => {
      const mode = chooseResponseMode(request, this.options.responseMode);
      const { sessions, replies } = this;
      if (!this.options.sessions) {
        const post = new LonePost(request, response, mode, this.responses, replies);
        return this.intake.receive(request, response, post);
      }
      this.responses.add(response);
      if (readSessionId(request) === undefined)
        return this.intake.receive(
          request,
          response,
          new OpeningPost(request, response, mode, sessions, replies),
        );
      return andThen(this.findSession(request), (session) =>
        this.intake.receive(
          request,
          response,
          new SessionPost(request, response, session, mode, sessions, replies),
        ),
      );
    });
  }

  /** Whether a request says which session it is of. */
  namesSession({ headers }: IncomingMessage): boolean {
    return headers['mcp-session-id'] !== undefined;
  }

  /** A stream for what belongs to no request, or for what a client missed of another one. */
  listen(request: IncomingMessage, response: ServerResponse): void {
    this.answer(request, response, () => {
      if (!this.options.sessions) return refuseMethod(response, 'POST');
      if (request.method === 'HEAD') return refuseMethod(response, 'GET, POST, DELETE');
      if (response.socket === null) throw connectionInUse();
      requireEventStream(request);
      const state = this.availability.stateFor(sourceOf(request).caller);
      if (state !== 'accepting') throw new UnavailableError(state, `The server is ${state}`, 5);
      return andThen(this.findSession(request), (session) => this.carry(session, request, response));
    });
  }

  /** The client ends its session. */
  close(request: IncomingMessage, response: ServerResponse): void {
    this.answer(request, response, () => {
      if (!this.options.sessions) return refuseMethod(response, 'POST');
      return andThen(this.findSession(request), (session) => {
        this.sessions.close(session);
        response.writeHead(200, { 'Content-Length': 0 }).end();
      });
    });
  }

  private carry(session: Session, request: IncomingMessage, response: ServerResponse): void {
    if (response.closed) return;
    const attachment = this.sessions.listen(session, placeRequestOf(request), readLastEventId(request));
    if (!attachment)
      throw new HttpError(
        400,
        'What came behind this Last-Event-ID is not kept any more: open a stream without it',
        ErrorCode.ServerError,
      );
    const stream = this.streams.begin(response, STREAM_HEADERS);
    this.streams.keepOpen(stream);
    stream.add(() => attachment.release());
    stream.sendHead();
    carryEvents(attachment.stream, attachment.events, attachment.after, stream);
  }

  /** @throws HttpError 400, 404 */
  private findSession(request: IncomingMessage): Session | PromiseLike<Session> {
    const id = readSessionId(request);
    if (id === undefined) throw sessionMissing();
    return andThen(this.sessions.findSession(id, sourceOf(request).caller, 'streamable-http'), (session) => {
      if (!session) throw sessionNotFound();
      return session;
    });
  }

  private answer(
    request: IncomingMessage,
    response: ServerResponse,
    serve: () => void | PromiseLike<void>,
  ): void {
    const refuse = (thrown: unknown): void => this.errors.answer(thrown, request, response);
    try {
      const served = serve();
      if (isThenable(served)) served.then(undefined, refuse);
    } catch (thrown) {
      refuse(thrown);
    }
  }
}
