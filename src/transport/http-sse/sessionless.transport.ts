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
import { type Decoded, Link, type ParsedBody, RequestDispatcher } from '../../json-rpc/index.js';
import { type ErrorObject, hasBatches, LATEST_SESSION_REVISION } from '../../protocol/index.js';
import { BodyDecoder, sourceOf } from '../admission/index.js';
import { PendingBytesBudget } from '../event-stream/index.js';
import { countWaiting } from './pending-answer.js';
import { readRevision } from './stream-request.js';

/** The link of one POST: its responses are the HTTP response, and notifications have nowhere to go. */
class PostLink extends Link {
  readonly sessionId = undefined;
  private readonly responses: string[] = [];

  constructor(
    private readonly response: ServerResponse,
    revision: Link['revision'],
    private readonly isBatch: boolean,
    private readonly expected: number,
    private readonly budget: PendingBytesBudget,
  ) {
    super(revision);
  }

  override notify(): void {}

  send(message: string, error?: ErrorObject): void {
    this.responses.push(message);
    if (this.responses.length < this.expected) return;
    const { status, headers } = error && !this.isBatch ? statusOf(error, 200) : SUCCESS;
    const answer = this.isBatch ? `[${this.responses.join(',')}]` : message;
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
    const decoded = this.decoder.decode(body, hasBatches(revision), sourceOf(request).caller);
    const isBatch = Array.isArray(decoded);
    if (!isBatch && decoded.kind === 'invalid' && decoded.id === null) throw decoded;
    if (!isBatch) this.dispatcher.authorize(decoded, sourceOf(request));
    const messages = isBatch ? decoded : [decoded];
    const expected = messages.filter(wantsAnswer).length;
    if (expected === 0) sendAccepted(response);
    const link = new PostLink(response, revision, isBatch, expected, this.budget);
    this.responses.add(response, () => link.abortCalls('disconnected'));
    for (const message of messages) this.dispatcher.dispatch(message, link, sourceOf(request));
  }
}

function wantsAnswer({ kind }: Decoded): boolean {
  return kind === 'request' || kind === 'invalid';
}
