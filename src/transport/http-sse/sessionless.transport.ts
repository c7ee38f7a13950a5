import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { OpenResponses, sendAccepted, sendJson, statusOf } from '../../http-edge/index.js';
import { type Decoded, type Exchange, type MessageSource, Peer, Reply } from '../../json-rpc/index.js';
import { type ErrorObject, LATEST_SESSION_REVISION, type ProtocolRevision } from '../../protocol/index.js';
import { MessageIntake, type MessagePost } from '../admission/index.js';
import { PendingBytesBudget } from '../event-stream/index.js';
import { countWaiting } from './pending-answer.js';
import { readRevision } from './stream-request.js';

/** Who sends one POST. What belongs to no request has no place to go. */
class PostPeer extends Peer {
  readonly sessionId = undefined;
  push(): void {}
}

/** The answer to one POST: it is sent once all its requests have ended. Notifications have no place in it. */
class PostReply extends Reply {
  private readonly responses: string[] = [];
  private error: ErrorObject | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly isBatch: boolean,
    /** The requests that have not ended yet. */
    private waiting: number,
    private readonly budget: PendingBytesBudget,
  ) {
    super();
  }

  notify(): void {}

  end(message?: string, error?: ErrorObject): void {
    if (message !== undefined) this.responses.push(message);
    this.error = error;
    if (--this.waiting === 0) this.send();
  }

  /** JSON-RPC 2.0 section 6: an empty array is never sent. */
  private send(): void {
    const [first] = this.responses;
    if (first === undefined) {
      sendAccepted(this.response);
      return;
    }
    const { status, headers } = this.error && !this.isBatch ? statusOf(this.error, 200) : SUCCESS;
    const answer = this.isBatch ? `[${this.responses.join(',')}]` : first;
    const writer = sendJson(this.response, status, answer, headers);
    if (writer) countWaiting(this.response, writer, this.budget);
  }
}

const SUCCESS = { status: 200, headers: {} };

/** One POST without a session. */
class SessionlessPost implements MessagePost {
  private readonly peer: PostPeer;
  private waiting = 0;

  constructor(
    request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly responses: OpenResponses,
    private readonly budget: PendingBytesBudget,
  ) {
    this.peer = new PostPeer(readRevision(request) ?? LATEST_SESSION_REVISION);
  }

  readRevision(): ProtocolRevision {
    return this.peer.state.revision;
  }

  begin(messages: readonly Decoded[], isBatch: boolean, source: MessageSource): Exchange {
    this.waiting = messages.filter(wantsAnswer).length;
    const reply = new PostReply(this.response, isBatch, this.waiting, this.budget);
    return { peer: this.peer, reply, source };
  }

  accept(): void {
    if (this.waiting === 0) sendAccepted(this.response);
    this.responses.add(this.response, () => this.peer.abortCalls('disconnected'));
  }
}

/** A POST without a session, as the plain `curl` examples of MCP send it: the answer comes in the response. */
@Injectable()
export class SessionlessTransport {
  constructor(
    private readonly intake: MessageIntake,
    private readonly responses: OpenResponses,
    private readonly budget: PendingBytesBudget,
  ) {}

  /** Answers messages, errors too. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    const post = new SessionlessPost(request, response, this.responses, this.budget);
    this.intake.receive(request, response, post);
  }
}

function wantsAnswer({ kind }: Decoded): boolean {
  return kind === 'request' || kind === 'invalid';
}
