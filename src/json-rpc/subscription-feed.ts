import { type Announcement, keyOf } from './announcements.js';
import type { ResultEncoder } from './result-encoder.js';
import type { Subscription } from './subscription.js';

/** Takes a message of a subscription. @param onTaken called once its client has room for another one */
export type SubscriptionSink = (message: string, onTaken: () => void) => void;

/**
 * The messages of a subscription, in their order. One is on its way at a time: what comes meanwhile waits once for each list
 * and resource, however slowly the client reads.
 */
export class SubscriptionFeed {
  private readonly waiting = new Map<string, Announcement>();
  private isSending = false;
  private hasEnded = false;

  constructor(
    private readonly subscription: Subscription,
    private readonly send: SubscriptionSink,
  ) {}

  /** Begins with what was agreed on. */
  begin(): void {
    this.sendOne(this.subscription.encodeAcknowledgement());
  }

  tell(announcement: Announcement): void {
    if (this.hasEnded || !this.subscription.has(announcement)) return;
    this.waiting.set(keyOf(announcement), announcement);
    this.sendNext();
  }

  /** Ends with a result. What waits is left out. */
  end(results: ResultEncoder): void {
    if (this.hasEnded) return;
    this.cancel();
    this.send(this.subscription.encodeEnd(results), () => undefined);
  }

  /** Nothing comes any more. */
  cancel(): void {
    this.hasEnded = true;
    this.waiting.clear();
  }

  private sendOne(message: string): void {
    this.isSending = true;
    this.send(message, () => {
      this.isSending = false;
      this.sendNext();
    });
  }

  private sendNext(): void {
    if (this.isSending) return;
    for (const [key, announcement] of this.waiting) {
      this.waiting.delete(key);
      this.sendOne(this.subscription.encode(announcement));
      return;
    }
  }
}
