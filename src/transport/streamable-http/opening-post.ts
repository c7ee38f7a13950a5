import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import { type Decoded, type Exchange, Reply, UnreadRequest } from '../../json-rpc/index.js';
import {
  andThen,
  type ErrorObject,
  LATEST_SESSION_REVISION,
  type ProtocolRevision,
} from '../../protocol/index.js';
import type { Session, SessionsService } from '../../sessions/index.js';
import { type MessagePost, placeRequestOf } from '../admission/index.js';
import type { RequestQuirks } from '../client-quirks/index.js';
import type { PostReplies, PostReply, ResponseMode } from '../post-reply/index.js';
import { answerProbe, findProbe } from './probe.js';
import { SESSION_HEADER, sessionMissing } from './session-header.js';

/** A POST without a session: `initialize` opens one. */
export class OpeningPost implements MessagePost {
  readonly isAlone = true;
  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly mode: ResponseMode,
    private readonly sessions: SessionsService,
    private readonly replies: PostReplies,
    private readonly quirks: RequestQuirks,
  ) {}

  readRevision(): ProtocolRevision {
    return LATEST_SESSION_REVISION;
  }

  /** @throws HttpError 400 for anything but `initialize` @throws BodyTooLargeError @throws UnavailableError when there is no room for a session */
  begin(
    [message]: readonly Decoded[],
    _isBatch: boolean,
    source: MessageSource,
  ): Exchange | undefined | PromiseLike<Exchange> {
    if (message instanceof UnreadRequest) throw message.refusal;
    const probe = findProbe(message);
    if (probe) {
      answerProbe(probe, this.response);
      return undefined;
    }
    if (message?.kind !== 'request' || message.method !== 'initialize') throw sessionMissing();
    const begun = this.sessions.begin({
      ...placeRequestOf(this.request),
      wire: 'streamable-http',
      revision: LATEST_SESSION_REVISION,
    });
    return andThen(begun, (session) => this.open(session, source));
  }

  /** The head has the id of the session, and waits for it. */
  accept(): void {}

  private open(session: Session, source: MessageSource): Exchange {
    const { response, sessions, mode } = this;
    this.quirks.tell(session, source, response);
    const reply = this.replies.open({ response, count: 1, isBatch: false, mode });
    return { peer: session, reply: new OpeningReply(reply, session, response, mode, sessions), source };
  }
}

/**
 * The answer to `initialize`: where that is an error, there is no session. All else waits for it, since the id in the head may
 * say what `initialize` agreed on.
 */
class OpeningReply extends Reply {
  private readonly earlier: string[] = [];

  constructor(
    private readonly reply: PostReply,
    private readonly session: Session,
    private readonly response: ServerResponse,
    private readonly mode: ResponseMode,
    private readonly sessions: SessionsService,
  ) {
    super();
  }

  notify(message: string): void {
    this.earlier.push(message);
  }

  end(message?: string, error?: ErrorObject): void {
    const { session, sessions, reply } = this;
    if (error) sessions.close(session);
    else this.response.setHeader(SESSION_HEADER, sessions.sealed.giveId(session));
    if (this.mode === 'sse') reply.beginStream();
    for (const notification of this.earlier) reply.notify(notification);
    reply.end(message, error);
  }
}
