import type { Caller } from '../../callers/index.js';
import {
  type Announcement,
  type Peer,
  type ResultEncoder,
  type Subscription,
  SubscriptionFeed,
} from '../../json-rpc/index.js';
import type { LoneStream } from '../../sessions/index.js';
import { encodeEvent, type EventStream } from '../event-stream/index.js';

/** The stream that answers `subscriptions/listen`. */
export class SubscriptionStream implements LoneStream {
  readonly wire = 'stateless-http';
  private readonly feed: SubscriptionFeed;
  private stream: EventStream | undefined;

  constructor(
    readonly peer: Peer,
    readonly caller: Caller,
    subscription: Subscription,
    private readonly results: ResultEncoder,
  ) {
    this.feed = new SubscriptionFeed(subscription, (message, onFlushed) =>
      this.stream?.write({ text: encodeEvent('message', message), onFlushed }),
    );
  }

  begin(stream: EventStream): void {
    this.stream = stream;
    this.feed.begin();
  }

  tell(announcement: Announcement): void {
    this.feed.tell(announcement);
  }

  /** No call waits for it. */
  endWhenIdle(): void {
    this.feed.end(this.results);
    this.stream?.end();
  }
}
