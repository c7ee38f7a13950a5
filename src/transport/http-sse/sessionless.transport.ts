import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import {
  HttpEdge,
  JsonRpcErrorFilter,
  OpenResponses,
  readJsonBody,
  sendAccepted,
  sendJson,
  statusOf,
} from '../../http-edge/index.js';
import { type Decoded, type ParsedBody, Peer, Reply, RequestDispatcher } from '../../json-rpc/index.js';
import { type ErrorObject, LATEST_SESSION_REVISION, traitsOf } from '../../protocol/index.js';
import { BodyDecoder, sourceOf } from '../admission/index.js';
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

/** A POST without a session, as the plain `curl` examples of MCP send it: the answer comes in the response. */
@Injectable()
export class SessionlessTransport {
  constructor(
    private readonly dispatcher: RequestDispatcher,
    private readonly edge: HttpEdge,
    private readonly decoder: BodyDecoder,
    private readonly responses: OpenResponses,
    private readonly budget: PendingBytesBudget,
    private readonly errors: JsonRpcErrorFilter,
  ) {}

  /** Answers a message, errors too. It never rejects: the interceptors of an app would see that, and change it. */
  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readJsonBody(request, this.edge.maxBodyBytes);
      this.accept(request, response, body);
    } catch (thrown) {
      this.errors.answer(thrown, request, response);
    }
  }

  private accept(request: IncomingMessage, response: ServerResponse, body: Buffer | ParsedBody): void {
    const revision = readRevision(request) ?? LATEST_SESSION_REVISION;
    const decoded = this.decoder.decode(body, traitsOf(revision).hasBatches, sourceOf(request).caller);
    const isBatch = Array.isArray(decoded);
    if (!isBatch && decoded.kind === 'invalid' && decoded.id === null) throw decoded;
    if (!isBatch) this.dispatcher.authorize(decoded, sourceOf(request));
    const messages = isBatch ? decoded : [decoded];
    const expected = messages.filter(wantsAnswer).length;
    if (expected === 0) sendAccepted(response);
    const peer = new PostPeer(revision);
    const exchange = {
      peer,
      reply: new PostReply(response, isBatch, expected, this.budget),
      source: sourceOf(request),
    };
    this.responses.add(response, () => peer.abortCalls('disconnected'));
    for (const message of messages) this.dispatcher.dispatch(message, exchange);
  }
}

function wantsAnswer({ kind }: Decoded): boolean {
  return kind === 'request' || kind === 'invalid';
}
