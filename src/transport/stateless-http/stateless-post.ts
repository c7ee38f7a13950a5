import type { ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import { HttpError, type OpenResponses, sendAccepted, sendJson } from '../../http/index.js';
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
  type ResponseMode,
} from '../post-reply/index.js';
import { type EnvelopeChecks, readEnvelope } from './envelope.js';

/** What this revision has a status for, besides what every wire has. */
const STATUS_BY_CODE = { [ErrorCode.MethodNotFound]: 404, [ErrorCode.MissingClientCapability]: 400 };

/** A POST, and what it is answered with. */
export interface StatelessPostParts extends EnvelopeChecks {
  readonly response: ServerResponse;
  readonly mode: ResponseMode;
  readonly replies: PostReplies;
  readonly responses: OpenResponses;
}

/** A POST that stands alone: it says who sends it, and its call ends when its client leaves. */
export class StatelessPost implements MessagePost {
  private readonly peer = new PostPeer('stateless-http', LATEST_STATELESS_REVISION);
  private reply: PostReply | undefined;
  private count = 0;

  constructor(private readonly parts: StatelessPostParts) {}

  readRevision(): ProtocolRevision {
    return LATEST_STATELESS_REVISION;
  }

  /** @throws HttpError 400 for a response */
  begin(messages: readonly Decoded[], isBatch: boolean, source: MessageSource): Exchange | undefined {
    const { response, replies, mode, quirks } = this.parts;
    const [message] = messages;
    if (message?.kind === 'response') throw new HttpError(400, 'Clients do not send responses here');
    if (message?.kind === 'invalid') return this.refuse(message.id, message);
    if (message?.kind === 'request') {
      const fault = this.readRequest(message);
      if (fault) return this.refuse(message.id, fault);
    }
    quirks.tell(this.peer, source, response);
    this.count = countAnswers(messages);
    this.reply = replies.open({ response, count: this.count, isBatch, mode, statusByCode: STATUS_BY_CODE });
    return { peer: this.peer, reply: this.reply, source };
  }

  accept(): void {
    const { response, responses, mode } = this.parts;
    if (this.count === 0) sendAccepted(response);
    else if (mode === 'sse') this.reply!.beginStream();
    responses.add(response, () => this.peer.abortCalls('disconnected'));
  }

  /** @returns what is wrong with what the request says of itself */
  private readRequest(message: RequestMessage): ProtocolError | undefined {
    // Of a body that is too large nothing is known but what it asks for.
    if (message instanceof UnreadRequest) return undefined;
    try {
      void this.peer.update(readEnvelope(message, this.parts));
      return undefined;
    } catch (error) {
      if (error instanceof ProtocolError) return error;
      throw error;
    }
  }

  private refuse(id: RequestId | null, error: ProtocolError): undefined {
    sendJson(this.parts.response, 400, encodeError(id, error.toErrorObject()));
  }
}
