import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import type { OpenResponses } from '../../http/index.js';
import { type Decoded, type Exchange, UnreadRequest } from '../../json-rpc/index.js';
import { LATEST_SESSION_REVISION, type ProtocolRevision } from '../../protocol/index.js';
import type { MessagePost } from '../admission/index.js';
import { readRevision } from '../mcp-headers.js';
import { countAnswers, PostPeer, type PostReplies, type PostReply } from '../post-reply/index.js';

/** One POST without a session. */
export class SessionlessPost implements MessagePost {
  readonly isAlone = true;
  private readonly peer: PostPeer;
  private reply: PostReply | undefined;

  constructor(
    request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly responses: OpenResponses,
    private readonly replies: PostReplies,
  ) {
    this.peer = new PostPeer('sessionless-post', readRevision(request) ?? LATEST_SESSION_REVISION);
  }

  readRevision(): ProtocolRevision {
    return this.peer.state.revision;
  }

  /** A plain `curl` reads one JSON text: notifications are left out. @throws BodyTooLargeError */
  begin(messages: readonly Decoded[], isBatch: boolean, source: MessageSource): Exchange {
    const [first] = messages;
    if (first instanceof UnreadRequest) throw first.refusal;
    const { response, peer } = this;
    this.reply = this.replies.open({ response, count: countAnswers(messages), isBatch, mode: 'json' });
    return { peer, reply: this.reply, source };
  }

  accept(): void {
    this.reply!.accept();
    this.responses.add(this.response, () => this.peer.abortCalls('disconnected'));
  }
}
