import type { Outbox } from './outbox.js';

/**
 * Bounds what all outboxes keep together: the one that got nothing for longest is emptied first. Its session lives on; a
 * client that missed something of it gets a new session when it comes back.
 */
export class ReplayBudget {
  /** Outboxes that keep something, the one that got nothing for longest first. An emptied one is looked at no more. */
  private readonly bytesByOutbox = new Map<Outbox, number>();
  private total = 0;

  constructor(private readonly maxBytes: number) {}

  /** What all outboxes keep. */
  get totalBytes(): number {
    return this.total;
  }

  /** An outbox grew. */
  update(outbox: Outbox): void {
    this.forget(outbox);
    const { heldBytes } = outbox;
    this.bytesByOutbox.set(outbox, heldBytes);
    this.total += heldBytes;
    if (this.total > this.maxBytes) this.makeRoom();
  }

  forget(outbox: Outbox): void {
    this.total -= this.bytesByOutbox.get(outbox) ?? 0;
    this.bytesByOutbox.delete(outbox);
  }

  private makeRoom(): void {
    for (const outbox of this.bytesByOutbox.keys()) {
      outbox.empty();
      this.forget(outbox);
      if (this.total <= this.maxBytes) return;
    }
  }
}
