import type { Outbox } from './outbox.js';

/** Bounds what all outboxes keep together: the one that got nothing for longest is shrunk first. */
export class ReplayBudget {
  private readonly bytesByOutbox = new Map<Outbox, number>();
  private total = 0;

  constructor(private readonly maxBytes: number) {}

  /** An outbox grew. */
  update(outbox: Outbox): void {
    this.forget(outbox);
    this.bytesByOutbox.set(outbox, outbox.bytes);
    this.total += outbox.bytes;
    if (this.total > this.maxBytes) this.makeRoom();
  }

  forget(outbox: Outbox): void {
    this.total -= this.bytesByOutbox.get(outbox) ?? 0;
    this.bytesByOutbox.delete(outbox);
  }

  private makeRoom(): void {
    for (const [outbox, bytes] of this.bytesByOutbox) {
      const freed = outbox.shrink();
      this.bytesByOutbox.set(outbox, bytes - freed);
      this.total -= freed;
      if (this.total <= this.maxBytes) return;
    }
  }
}
