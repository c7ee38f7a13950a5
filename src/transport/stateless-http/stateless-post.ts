import type { ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import { HttpError, type OpenResponses, sendJson, toHttpAnswer } from '../../http/index.js';
import { type Decoded, encodeError, type Exchange, UnreadRequest } from '../../json-rpc/index.js';
import {
  ErrorCode,
  LATEST_STATELESS_REVISION,
  ProtocolError,
  type ProtocolRevision,
  type RequestId,
  type RequestMessage,
} from '../../protocol/index.js';
import type { MessagePost } from '../admission/index.js';
import {
  countAnswers,
  PostPeer,
  type PostReplies,
  type PostReply,
  requireEventStream,
  type ResponseMode,
} from '../post-reply/index.js';
import { checkNotificationHeaders, type EnvelopeChecks, readEnvelope } from './envelope.js';
import type { SubscriptionStreams } from './subscription-streams.service.js';

/** What this revision has a status for, besides what every wire has. */
const STATUS_BY_CODE = { [ErrorCode.MethodNotFound]: 404, [ErrorCode.MissingClientCapability]: 400 };

/** A POST, and what it is answered with. */
export interface StatelessPostParts extends EnvelopeChecks {
  readonly response: ServerResponse;
  readonly mode: ResponseMode;
  readonly replies: PostReplies;
  readonly responses: OpenResponses;
  readonly subscriptions: SubscriptionStreams;
}

/** A POST that stands alone: it says who sends it, and its call ends when its client leaves. */
export class StatelessPost implements MessagePost {
  /** There is no `initialize` to refuse. */
  readonly isAlone = false;
  private readonly peer = new PostPeer('stateless-http', LATEST_STATELESS_REVISION);
  private reply: PostReply | undefined;

  constructor(private readonly parts: StatelessPostParts) {}

  readRevision(): ProtocolRevision {
    return LATEST_STATELESS_REVISION;
  }

  /** @throws HttpError 400 for a response @throws HeaderMismatchError for a notification */
  begin(messages: readonly Decoded[], isBatch: boolean, source: MessageSource): Exchange | undefined {
    const [message] = messages;
    if (message?.kind === 'response') throw new HttpError(400, 'Clients do not send responses here');
    if (message?.kind === 'invalid') return this.refuse(message.id, message);
    if (message?.kind === 'request') {
      const isAnswered = this.tryAnswer(message, source);
      if (isAnswered) return undefined;
    } else {
      if (message) checkNotificationHeaders(message, this.parts.request);
      this.parts.quirks.tell(this.peer, source, this.parts.response);
    }
    const { response, replies, mode } = this.parts;
    this.reply = replies.open({
      response,
      count: countAnswers(messages),
      isBatch,
      mode,
      statusByCode: STATUS_BY_CODE,
    });
    return { peer: this.peer, reply: this.reply, source };
  }

  accept(): void {
    const { response, responses } = this.parts;
    this.reply!.accept();
    responses.add(response, () => this.peer.abortCalls('disconnected'));
  }

  /** Reads what the request says of itself. @returns whether that is answered: the rest is for a handler */
  private tryAnswer(message: RequestMessage, source: MessageSource): boolean {
    const { parts, peer } = this;
    const listens = message.method === 'subscriptions/listen';
    try {
      // Of a body that is too large nothing is known but what it asks for, and no handler listens.
      if (message instanceof UnreadRequest) {
        if (listens) throw message.refusal;
        return false;
      }
      void peer.update(readEnvelope(message, parts));
      if (listens) {
        requireEventStream(parts.request, parts.quirks);
        parts.subscriptions.listen(message, peer, parts.request, parts.response);
      }
      parts.quirks.tell(peer, source, parts.response);
      return listens;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refuse(message.id, error);
      return true;
    }
  }

  private refuse(id: RequestId | null, refusal: ProtocolError): undefined {
    const { status, error, headers } = toHttpAnswer(refusal, LATEST_STATELESS_REVISION);
    sendJson(this.parts.response, status, encodeError(id, error), headers);
  }
}
