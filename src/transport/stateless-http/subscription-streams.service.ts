import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy, type OnModuleInit, Optional } from '@nestjs/common';
import { AlwaysAvailable, Availability, checkAccepting } from '../../availability/index.js';
import { OpenResponses } from '../../http/index.js';
import { Announcements, type Peer, ResultEncoder, Subscription } from '../../json-rpc/index.js';
import type { RequestMessage } from '../../protocol/index.js';
import { SessionsService, Turns } from '../../sessions/index.js';
import { connectionInUse, placeRequestOf } from '../admission/index.js';
import { EventStreams, STREAM_HEADERS } from '../event-stream/index.js';
import { SubscriptionStream } from './subscription-stream.js';

/** The streams of clients that listen to what belongs to no call. They count as open streams. */
@Injectable()
export class SubscriptionStreams implements OnModuleInit, OnModuleDestroy {
  private readonly open = new Set<SubscriptionStream>();
  private readonly turns = new Turns();
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly announcements: Announcements,
    private readonly sessions: SessionsService,
    private readonly streams: EventStreams,
    private readonly responses: OpenResponses,
    private readonly results: ResultEncoder,
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.announcements.subscribe((announcement) =>
      this.turns.visit(this.open, (stream) => stream.tell(announcement)),
    );
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
    this.turns.stop();
  }

  /**
   * Answers `subscriptions/listen` with a stream, which its client or the shutdown ends.
   * @throws InvalidParamsError for a request that does not say what to listen to @throws HttpError 429 @throws UnavailableError
   */
  listen(
    { id, params }: RequestMessage,
    peer: Peer,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    if (response.socket === null) throw connectionInUse();
    const place = placeRequestOf(request);
    const subscription = new Subscription(id, params, this.announcements, place.caller.principal);
    checkAccepting(this.availability, place.caller);
    const listening = new SubscriptionStream(peer, place.caller, subscription, this.results);
    const release = this.sessions.lone.add(listening, place);
    this.open.add(listening);
    this.responses.add(response);
    const stream = this.streams.begin(response, STREAM_HEADERS);
    this.streams.keepOpen(stream);
    stream.add(() => {
      this.open.delete(listening);
      release();
    });
    listening.begin(stream);
  }
}
