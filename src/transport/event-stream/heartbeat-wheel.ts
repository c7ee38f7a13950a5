import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import type { EventStream } from './event-stream.js';
import { EventStreamOptions } from './event-stream.options.js';

const SLOTS = 16;

/**
 * Heartbeats of all streams from one timer. A stream gets a random slot, which spreads the beats of clients that
 * reconnect together; each turn of the wheel visits every slot once.
 */
@Injectable()
export class HeartbeatWheel implements OnModuleDestroy {
  private readonly slots = Array.from({ length: SLOTS }, () => new Set<EventStream>());
  private size = 0;
  private position = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(@Optional() private readonly options: EventStreamOptions = new EventStreamOptions()) {}

  get heartbeatMs(): number {
    return this.options.heartbeatMs;
  }

  /** @returns a function that takes the stream off the wheel */
  add(stream: EventStream): () => void {
    const slot = this.slots[Math.floor(Math.random() * SLOTS)]!;
    slot.add(stream);
    if (this.size++ === 0) this.timer = setInterval(this.turn, this.options.heartbeatMs / SLOTS);
    return () => {
      if (slot.delete(stream) && --this.size === 0) clearInterval(this.timer);
    };
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private readonly turn = (): void => {
    this.position = (this.position + 1) % SLOTS;
    for (const stream of this.slots[this.position]!) stream.beat();
  };
}
