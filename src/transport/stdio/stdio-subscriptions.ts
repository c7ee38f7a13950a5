import { type Availability, checkAccepting } from '../../availability/index.js';
import {
  type Announcement,
  type Announcements,
  type ResultEncoder,
  Subscription,
  SubscriptionFeed,
} from '../../json-rpc/index.js';
import { type RequestId, type RequestMessage, UnavailableError } from '../../protocol/index.js';
import type { LineWriter } from './line-writer.js';
import { PROCESS_OWNER } from './process-owner.js';

/** How many may be open at once. A client has one for each thing that it shows. */
const MAX_SUBSCRIPTIONS = 64;

/** What the subscriptions of a client are made of. */
export interface SubscriptionParts {
  readonly writer: LineWriter;
  readonly announcements: Announcements;
  readonly results: ResultEncoder;
  readonly availability: Availability;
}

/**
 * What a client of 2026-07-28 listens to, by `subscriptions/listen`. Each ends when the client cancels it, or with the process. None
 * is a call: it has no timeout, and nothing waits for its end.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/subscriptions
 */
export class StdioSubscriptions {
  private readonly open = new Map<RequestId, SubscriptionFeed>();

  constructor(private readonly parts: SubscriptionParts) {}

  has(id: RequestId): boolean {
    return this.open.has(id);
  }

  /**
   * Begins one, under the id of its request.
   * @throws InvalidParamsError for a request that does not say what to listen to @throws UnavailableError
   */
  listen({ id, params }: RequestMessage): void {
    const { writer, announcements, availability } = this.parts;
    const subscription = new Subscription(id, params, announcements, PROCESS_OWNER.principal);
    checkAccepting(availability, PROCESS_OWNER);
    if (this.open.size >= MAX_SUBSCRIPTIONS)
      throw new UnavailableError(
        'overloaded',
        `At most ${MAX_SUBSCRIPTIONS} subscriptions are open at once: cancel one of them first`,
      );
    const feed = new SubscriptionFeed(subscription, (message, onTaken) => writer.respond(message, onTaken));
    this.open.set(id, feed);
    feed.begin();
  }

  tell(announcement: Announcement): void {
    for (const feed of this.open.values()) feed.tell(announcement);
  }

  /** Ends one without a word, as its client wants it. */
  cancel(id: unknown): void {
    this.open.get(id as RequestId)?.cancel();
    this.open.delete(id as RequestId);
  }

  /** Ends each with its result. */
  end(): void {
    for (const feed of this.open.values()) feed.end(this.parts.results);
    this.open.clear();
  }
}
