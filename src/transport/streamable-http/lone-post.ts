import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import { type OpenResponses, sendAccepted } from '../../http/index.js';
import type { Decoded, Exchange } from '../../json-rpc/index.js';
import type { ProtocolRevision } from '../../protocol/index.js';
import type { MessagePost } from '../admission/index.js';
import {
  countAnswers,
  PostPeer,
  type PostReplies,
  type PostReply,
  type ResponseMode,
} from '../post-reply/index.js';
import { readNamedRevision, UNNAMED_REVISION } from './named-revision.js';

/** A POST of a server without sessions: it stands alone, and its calls end when its client leaves. */
export class LonePost implements MessagePost {
  private readonly peer: PostPeer;
  private reply: PostReply | undefined;
  private count = 0;

  /** @throws HttpError 400 for a revision that is not served */
  constructor(
    request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly mode: ResponseMode,
    private readonly responses: OpenResponses,
    private readonly replies: PostReplies,
  ) {
    this.peer = new PostPeer('streamable-http', readNamedRevision(request) ?? UNNAMED_REVISION);
  }

  readRevision(): ProtocolRevision {
    return this.peer.state.revision;
  }

  begin(messages: readonly Decoded[], isBatch: boolean, source: MessageSource): Exchange {
    const { response, mode, peer } = this;
    this.count = countAnswers(messages);
    this.reply = this.replies.open({ response, count: this.count, isBatch, mode });
    return { peer, reply: this.reply, source };
  }

  accept(): void {
    if (this.count === 0) sendAccepted(this.response);
    else if (this.mode === 'sse') this.reply!.beginStream();
    this.responses.add(this.response, () => this.peer.abortCalls('disconnected'));
  }
}
