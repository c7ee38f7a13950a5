import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import type { OpenResponses } from '../../http/index.js';
import type { Decoded, Exchange } from '../../json-rpc/index.js';
import { LATEST_SESSION_REVISION, type ProtocolRevision } from '../../protocol/index.js';
import type { MessagePost } from '../admission/index.js';
import type { RequestQuirks } from '../client-quirks/index.js';
import {
  countAnswers,
  PostPeer,
  type PostReplies,
  type PostReply,
  type ResponseMode,
} from '../post-reply/index.js';
import { readNamedRevision, revisionNotServed, UNNAMED_REVISION } from './named-revision.js';
import { answerProbe, findProbe } from './probe.js';

/** A POST of a server without sessions: it stands alone, and its calls end when its client leaves. */
export class LonePost implements MessagePost {
  readonly isAlone = true;
  private readonly named: ReturnType<typeof readNamedRevision>;
  private readonly peer: PostPeer;
  private reply: PostReply | undefined;

  constructor(
    request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly mode: ResponseMode,
    private readonly responses: OpenResponses,
    private readonly replies: PostReplies,
    private readonly quirks: RequestQuirks,
  ) {
    this.named = readNamedRevision(request, quirks);
    this.peer = new PostPeer(
      'streamable-http',
      this.named === 'unserved' ? LATEST_SESSION_REVISION : (this.named ?? UNNAMED_REVISION),
    );
  }

  readRevision(): ProtocolRevision {
    return this.peer.state.revision;
  }

  /** @throws HttpError 400 for a revision that is not served, unless it is a probe that names it */
  begin(messages: readonly Decoded[], isBatch: boolean, source: MessageSource): Exchange | undefined {
    const { response, mode, peer } = this;
    // Batches are of a revision that has no probes: each message of one is answered.
    const probe = isBatch ? undefined : findProbe(messages[0]);
    if (probe) {
      answerProbe(probe, response);
      return undefined;
    }
    if (this.named === 'unserved') throw revisionNotServed();
    this.quirks.tell(peer, source, response);
    this.reply = this.replies.open({ response, count: countAnswers(messages), isBatch, mode });
    return { peer, reply: this.reply, source };
  }

  accept(): void {
    this.reply!.accept();
    this.responses.add(this.response, () => this.peer.abortCalls('disconnected'));
  }
}
