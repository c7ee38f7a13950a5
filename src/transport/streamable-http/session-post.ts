import type { IncomingMessage, ServerResponse } from 'node:http';
import { shuttingDown } from '../../availability/index.js';
import type { MessageSource } from '../../callers/index.js';
import type { Decoded, Exchange } from '../../json-rpc/index.js';
import {
  ErrorCode,
  InvalidMessageError,
  type ProtocolRevision,
  UnavailableError,
} from '../../protocol/index.js';
import type { Session, SessionsService } from '../../sessions/index.js';
import { findInitialize, type MessagePost, sessionNotFound } from '../admission/index.js';
import type { RequestQuirks } from '../client-quirks/index.js';
import { countAnswers, type PostReplies, type PostReply, type ResponseMode } from '../post-reply/index.js';
import { checkNamedRevision } from './named-revision.js';
import { PostStream } from './post-stream.js';

/** A POST of a session: its requests are answered in its response, as JSON or as a stream. */
export class SessionPost implements MessagePost {
  readonly isAlone = false;
  private reply: PostReply | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly session: Session,
    private readonly mode: ResponseMode,
    private readonly sessions: SessionsService,
    private readonly replies: PostReplies,
    private readonly quirks: RequestQuirks,
  ) {}

  /** What the session agreed on: some clients name another revision. @throws HttpError 400, 404 @throws UnavailableError */
  readRevision(): ProtocolRevision {
    this.checkOpen();
    const { revision } = this.session.state;
    checkNamedRevision(this.request, revision, this.quirks);
    return revision;
  }

  /** @throws InvalidMessageError for `initialize`: what was agreed on holds, in the sealed id too */
  begin(messages: readonly Decoded[], isBatch: boolean, source: MessageSource): Exchange {
    const { response, session, sessions, mode } = this;
    const again = findInitialize(messages);
    if (again)
      throw new InvalidMessageError(
        ErrorCode.InvalidRequest,
        'The session is initialized: send initialize without Mcp-Session-Id for another one',
        again.id,
      );
    sessions.touch(session);
    this.quirks.tell(session, source, response);
    const count = countAnswers(messages);
    this.reply = this.replies.open({
      response,
      count,
      isBatch,
      mode,
      errorOf: (reason) => (reason === 'cancelled' ? undefined : sessionEnded()),
      openSink: (stream) => new PostStream(session, sessions, stream, count),
    });
    return { peer: session, reply: this.reply, source };
  }

  /** @throws HttpError 404 @throws UnavailableError */
  accept(): void {
    this.checkOpen();
    this.reply!.accept();
  }

  private checkOpen(): void {
    const { endReason, isSealed } = this.session;
    // The process that comes next takes it up.
    if (endReason === 'shutdown' && isSealed) throw shuttingDown();
    if (endReason) throw sessionNotFound();
  }
}

/** No 404: a client that initialises anew at one would have the call run twice. */
function sessionEnded(): UnavailableError {
  return new UnavailableError('outcome-unknown', 'The session has ended: the outcome is unknown');
}
