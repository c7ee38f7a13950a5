import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { AlwaysAvailable, Availability } from '../../availability/index.js';
import { JsonRpcErrorFilter } from '../../http-edge/index.js';
import { HttpError, OpenResponses, refuseMethod } from '../../http/index.js';
import { andThen, ErrorCode, isThenable, UnavailableError } from '../../protocol/index.js';
import { leadsToAnswer, type Session, SessionsService } from '../../sessions/index.js';
import {
  connectionInUse,
  MessageIntake,
  type MessagePost,
  placeRequestOf,
  sessionNotFound,
  sourceOf,
} from '../admission/index.js';
import { type ClientQuirk, ClientQuirkObservers, RequestQuirks } from '../client-quirks/index.js';
import { EventStreams, STREAM_HEADERS } from '../event-stream/index.js';
import { readLastEventId } from '../mcp-headers.js';
import { PostReplies } from '../post-reply/index.js';
import { chooseResponseMode, requireEventStream } from './accepted-types.js';
import { carryEvents } from './carried-events.js';
import { LonePost } from './lone-post.js';
import { checkNamedRevision } from './named-revision.js';
import { OpeningPost } from './opening-post.js';
import { readSessionId, requireSessionId } from './session-header.js';
import { StreamableHttpOptions } from './streamable-http.options.js';
import { SessionPost } from './session-post.js';

const WIRE = 'streamable-http';

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
    private readonly quirkObservers: ClientQuirkObservers,
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
    @Optional() private readonly options: StreamableHttpOptions = new StreamableHttpOptions(),
  ) {}

  /** Messages. Answers errors too. @param quirk what the caller knows of the request */
  receive(request: IncomingMessage, response: ServerResponse, quirk?: ClientQuirk): void {
    const take = (post: MessagePost): void => this.intake.receive(request, response, post);
    this.answer(request, response, () => {
      const quirks = new RequestQuirks(this.quirkObservers);
      if (quirk) quirks.note(quirk);
      const mode = chooseResponseMode(request, this.options.responseMode, quirks);
      const { sessions, replies } = this;
      if (!this.options.sessions)
        return take(new LonePost(request, response, mode, this.responses, replies, quirks));
      this.responses.add(response);
      if (readSessionId(request) === undefined)
        return take(new OpeningPost(request, response, mode, sessions, replies, quirks));
      return andThen(this.findSession(request), (session) =>
        take(new SessionPost(request, response, session, mode, sessions, replies, quirks)),
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
      const quirks = new RequestQuirks(this.quirkObservers);
      requireEventStream(request, quirks);
      if (request.headers['content-type'] !== undefined) quirks.note('content-type-on-get');
      return andThen(this.findListener(request), (session) => {
        checkNamedRevision(request, session.state.revision, quirks);
        return this.carry(session, request, response, quirks);
      });
    });
  }

  /** The client ends its session. */
  close(request: IncomingMessage, response: ServerResponse): void {
    this.answer(request, response, () => {
      if (!this.options.sessions) return refuseMethod(response, 'POST');
      const id = requireSessionId(request);
      const { caller } = sourceOf(request);
      return andThen(this.sessions.findSession(id, caller, WIRE), (session) => {
        if (session) this.closeKnown(session, request, response);
        else if (!this.sessions.sealed.closeUnknown(id, caller)) throw sessionNotFound();
        response.writeHead(200, { 'Content-Length': 0 }).end();
      });
    });
  }

  private closeKnown(session: Session, request: IncomingMessage, response: ServerResponse): void {
    const quirks = new RequestQuirks(this.quirkObservers);
    checkNamedRevision(request, session.state.revision, quirks);
    quirks.tell(session, sourceOf(request), response);
    this.sessions.close(session);
  }

  private carry(
    session: Session,
    request: IncomingMessage,
    response: ServerResponse,
    quirks: RequestQuirks,
  ): void {
    if (response.closed) return;
    const attachment = this.sessions.listen(session, placeRequestOf(request), readLastEventId(request));
    if (!attachment)
      throw new HttpError(
        400,
        'What came behind this Last-Event-ID is not kept any more: open a stream without it',
        ErrorCode.ServerError,
      );
    quirks.tell(session, sourceOf(request), response);
    const stream = this.streams.begin(response, STREAM_HEADERS);
    this.streams.keepOpen(stream);
    stream.add(() => attachment.release());
    stream.sendHead();
    carryEvents(attachment.stream, attachment.events, attachment.after, stream);
  }

  /** The session that asks for a stream: a server that drains has those alone whose client comes for an answer. @throws as findSession */
  private findListener(request: IncomingMessage): Session | PromiseLike<Session> {
    const { caller } = sourceOf(request);
    const state = this.availability.stateFor(caller);
    if (state === 'accepting') return this.findSession(request);
    const refusal = new UnavailableError(state, `The server is ${state}`, 5);
    const lastEventId = readLastEventId(request);
    if (state !== 'draining' || lastEventId === undefined) throw refusal;
    return andThen(this.sessions.findSession(requireSessionId(request), caller, WIRE), (session) => {
      if (!session || !leadsToAnswer(session, lastEventId)) throw refusal;
      return session;
    });
  }

  /** The session that a request names, also one that another process began. @throws HttpError 400, 404 @throws UnavailableError */
  private findSession(request: IncomingMessage): Session | PromiseLike<Session> {
    const id = requireSessionId(request);
    const { sessions } = this;
    const known = sessions.findSession(id, sourceOf(request).caller, WIRE);
    const found = andThen(
      known,
      (session) => session ?? sessions.sealed.takeUp(id, placeRequestOf(request), WIRE),
    );
    return andThen(found, (session) => {
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
