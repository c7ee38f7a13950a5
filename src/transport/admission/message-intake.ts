import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { AlwaysAvailable, Availability, shuttingDown } from '../../availability/index.js';
import { type Caller, callerKey, type MessageSource } from '../../callers/index.js';
import { HttpEdge, JsonRpcErrorFilter, ReceivedBytesBudget } from '../../http-edge/index.js';
import { type BodyWatch, readJsonBody } from '../../http/index.js';
import {
  type Decoded,
  encodeError,
  type Exchange,
  ParsedBody,
  type Reply,
  RequestDispatcher,
} from '../../json-rpc/index.js';
import {
  andThen,
  type InvalidMessageError,
  inRevision,
  isThenable,
  type ProtocolRevision,
  type RequestMessage,
  toErrorObject,
  traitsOf,
} from '../../protocol/index.js';
import { CallLedger, NoCallLedger } from '../../sessions/index.js';
import { sourceOf } from './admission.guard.js';
import { AnonymousAuthenticator, Authenticator } from './authenticator.js';
import { BodyDecoder, type ReadBody } from './body-decoder.js';
import { findInitialize } from './find-initialize.js';

/** A body that takes longer to come may outlive the credentials that it came with. */
const SLOW_BODY_MS = 1_000;

/** What one wire says of a POST. The intake asks in this order. */
export interface MessagePost {
  /** Whether `initialize` has no session or stream to come by: a server that drains refuses it then. */
  readonly isAlone: boolean;

  /** What its messages speak. @throws HttpError when its session has ended meanwhile */
  readRevision(): ProtocolRevision | PromiseLike<ProtocolRevision>;

  /**
   * Who the messages are from, and where their answers go. A promise where a session has to be waited for.
   * @returns nothing where the wire has answered by itself
   * @throws ProtocolError where a status says the answer
   */
  begin(
    messages: readonly Decoded[],
    isBatch: boolean,
    source: MessageSource,
  ): Exchange | undefined | PromiseLike<Exchange>;

  /** The messages are accepted, and will run: where the answer is a status alone, it is sent. @throws HttpError as before */
  accept(): void;
}

/**
 * Says which wire a POST is of, where several share a URL.
 * @param body what its JSON holds; nothing where it is too large, is not JSON, or could not be read
 */
export type ChoosePost = (
  body: { readonly value: unknown } | undefined,
) => MessagePost | PromiseLike<MessagePost>;

/** What a wire without statuses says of a message, or of a batch. */
export interface Delivery {
  /** What the messages speak. */
  readonly revision: ProtocolRevision;
  /** Where their answers go. */
  readonly reply: Reply;
  /** @returns nothing where the wire has answered by itself @throws ProtocolError the answer to each request */
  begin(messages: readonly Decoded[]): Exchange | undefined;
}

/** Says whose a message is. @param body what its JSON holds; nothing where it is too large, or is not JSON */
export type ChooseDelivery = (body: { readonly value: unknown } | undefined) => Delivery;

/** Takes messages to the dispatcher, on every wire in the same way. */
@Injectable()
export class MessageIntake {
  constructor(
    private readonly edge: HttpEdge,
    private readonly decoder: BodyDecoder,
    private readonly dispatcher: RequestDispatcher,
    private readonly received: ReceivedBytesBudget,
    private readonly errors: JsonRpcErrorFilter,
    @Optional() private readonly ledger: CallLedger = new NoCallLedger(),
    @Optional() private readonly authenticator: Authenticator = new AnonymousAuthenticator(),
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
  ) {}

  /** Answers errors too. It neither throws nor rejects: the interceptors of an app would see that, and change it. */
  receive(request: IncomingMessage, response: ServerResponse, post: MessagePost | ChoosePost): void {
    const answer = (thrown: unknown): void => this.errors.answer(thrown, request, response);
    const take = (body: ReadBody): void | PromiseLike<void> =>
      typeof post === 'function'
        ? this.takeChosen(body, sourceOf(request), post)
        : this.take(body, sourceOf(request), post);
    try {
      const body = typeof post === 'function' ? this.readChosen(request, post) : this.readBody(request);
      const taken = isThenable(body) ? body.then(take) : take(body);
      if (isThenable(taken)) taken.then(undefined, answer);
    } catch (thrown) {
      answer(thrown);
    }
  }

  /**
   * Takes what a wire without statuses has read: the reply says whatever is wrong with it.
   * @returns a promise where the ledger has to be waited for
   */
  deliver(body: ReadBody, caller: Caller, choose: ChooseDelivery): void | PromiseLike<void> {
    let delivery = choose(undefined);
    let messages: readonly Decoded[] = [];
    const refuse = (thrown: unknown): void => refuseAll(messages, thrown, delivery);
    try {
      const parsed = this.decoder.parse(body, caller);
      if (parsed instanceof ParsedBody) delivery = choose(parsed);
      messages = [this.decoder.decode(parsed, traitsOf(delivery.revision).hasBatches, caller)].flat();
      const exchange = delivery.begin(messages);
      const taken = exchange && this.dispatch(messages, exchange);
      return isThenable(taken) ? taken.then(undefined, refuse) : taken;
    } catch (thrown) {
      refuse(thrown);
    }
  }

  private readBody(request: IncomingMessage): ReadBody | Promise<ReadBody> {
    const source = sourceOf(request);
    const body = readJsonBody(request, this.edge.bodyLimitFor(source.caller), this.watchFor(source));
    return isThenable(body) ? this.awaitBody(body, request) : body;
  }

  /** Where a body cannot be read, what its wire has against the request itself goes first: that its session is unknown. */
  private readChosen(request: IncomingMessage, choose: ChoosePost): ReadBody | PromiseLike<ReadBody> {
    const refuse = (thrown: unknown): never | PromiseLike<never> =>
      andThen(choose(undefined), (post) =>
        andThen(post.readRevision(), (): never => {
          throw thrown;
        }),
      );
    try {
      const body = this.readBody(request);
      return isThenable(body) ? body.then(undefined, refuse) : body;
    } catch (thrown) {
      return refuse(thrown);
    }
  }

  private watchFor({ caller }: MessageSource): BodyWatch {
    return {
      hold: (refuse) => this.received.hold(callerKey(caller), refuse),
      discarded: (bytes) => this.decoder.chargeDiscarded(bytes, caller),
    };
  }

  /** @throws AccessError where the credentials of a slow body are not good any more */
  private async awaitBody(body: Promise<ReadBody>, request: IncomingMessage): Promise<ReadBody> {
    const begunMs = performance.now();
    const read = await body;
    if (performance.now() - begunMs > SLOW_BODY_MS) await this.authenticator.authenticate(request);
    return read;
  }

  private takeChosen(body: ReadBody, source: MessageSource, choose: ChoosePost): void | PromiseLike<void> {
    const parsed = this.decoder.parse(body, source.caller);
    const post = choose(parsed instanceof ParsedBody ? parsed : undefined);
    return andThen(post, (chosen) => this.take(parsed, source, chosen));
  }

  private take(
    body: ReadBody | InvalidMessageError,
    source: MessageSource,
    post: MessagePost,
  ): void | PromiseLike<void> {
    return andThen(post.readRevision(), (revision) => this.accept(body, revision, source, post));
  }

  private accept(
    body: ReadBody | InvalidMessageError,
    revision: ProtocolRevision,
    source: MessageSource,
    post: MessagePost,
  ): void | PromiseLike<void> {
    const { hasBatches } = traitsOf(revision);
    const decoded = this.decoder.decode(body, hasBatches, source.caller);
    const isBatch = Array.isArray(decoded);
    if (!isBatch) this.check(decoded, source);
    const messages = isBatch ? decoded : [decoded];
    if (post.isAlone) this.checkInitialize(messages);
    return andThen(post.begin(messages, isBatch, source), (exchange) => {
      if (!exchange) return;
      return this.dispatch(messages, exchange, () => post.accept());
    });
  }

  private dispatch(
    messages: readonly Decoded[],
    exchange: Exchange,
    onRecorded?: () => void,
  ): void | PromiseLike<void> {
    return andThen(this.ledger.record(messages, exchange), () => {
      onRecorded?.();
      for (const message of messages) this.dispatcher.dispatch(message, exchange);
    });
  }

  /** What a status can say, a status says. @throws InvalidMessageError without an id @throws AccessError */
  private check(message: Decoded, source: MessageSource): void {
    if (message.kind === 'invalid' && message.id === null) throw message;
    this.dispatcher.authorize(message, source);
  }

  /** Another replica, or the next process, takes a new client. @throws UnavailableError while this one drains */
  private checkInitialize(messages: readonly Decoded[]): void {
    const asked = findInitialize(messages);
    if (asked && this.availability.state === 'draining') throw shuttingDown(asked.id);
  }
}

/** Answers each request with its refusal; the id of a body that could not be read is unknown. */
function refuseAll(messages: readonly Decoded[], thrown: unknown, { revision, reply }: Delivery): void {
  const error = inRevision(toErrorObject(thrown), traitsOf(revision));
  const ids = messages
    .filter(({ kind }) => kind === 'request')
    .map((message) => (message as RequestMessage).id);
  for (const id of messages.length > 0 ? ids : [null]) reply.end(encodeError(id, error), error);
}
