import type { Caller } from '../../callers/index.js';
import { type Announcement, keyOf, type Peer, type Subscription } from '../../json-rpc/index.js';
import type { LoneStream } from '../../sessions/index.js';
import { encodeEvent, type EventStream } from '../event-stream/index.js';

/**
 * The stream that answers `subscriptions/listen`. One message is on its way at a time: what comes meanwhile waits once for each
 * list and resource, however slowly the client reads.
 */
export class SubscriptionStream implements LoneStream {
  readonly wire = 'stateless-http';
  private readonly waiting = new Map<string, Announcement>();
  private stream: EventStream | undefined;
  private isWriting = false;

  constructor(
    readonly peer: Peer,
    readonly caller: Caller,
    private readonly subscription: Subscription,
  ) {}

  /** Begins with what was agreed on. */
  begin(stream: EventStream): void {
    this.stream = stream;
    this.write(this.subscription.encodeAcknowledgement());
  }

  tell(announcement: Announcement): void {
    if (!this.subscription.has(announcement)) return;
    this.waiting.set(keyOf(announcement), announcement);
    this.writeNext();
  }

  /** No call waits for it. */
  endWhenIdle(): void {
    this.stream?.write({ text: encodeEvent('message', this.subscription.encodeEnd()) });
    this.stream?.end();
  }

  private write(message: string): void {
    this.isWriting = true;
    const onFlushed = (): void => {
      this.isWriting = false;
      this.writeNext();
    };
    this.stream?.write({ text: encodeEvent('message', message), onFlushed });
  }

  private writeNext(): void {
    if (this.isWriting) return;
    for (const [key, announcement] of this.waiting) {
      this.waiting.delete(key);
      this.write(this.subscription.encode(announcement));
      return;
    }
  }
}
