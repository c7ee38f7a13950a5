import { Injectable, type OnModuleDestroy, Optional } from '@nestjs/common';
import { EventStreamOptions } from './event-stream.options.js';

const SLOTS = 16;

/** What gets heartbeats. */
export interface Beating {
  beat(): void;
}

/**
 * Heartbeats of all streams from one timer. A stream gets a random slot, which spreads the beats of clients that
 * reconnect together; each turn of the wheel visits every slot once. The timer stops at a slot, not with the last stream: many
 * calls that come and go do not start it each.
 */
@Injectable()
export class HeartbeatWheel implements OnModuleDestroy {
  private readonly slots = Array.from({ length: SLOTS }, () => new Set<Beating>());
  private size = 0;
  private position = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(@Optional() private readonly options: EventStreamOptions = new EventStreamOptions()) {}

  get heartbeatMs(): number {
    return this.options.heartbeatMs;
  }

  /** @returns a function that takes the stream off the wheel */
  add(stream: Beating): () => void {
    return this.addTo(Math.floor(Math.random() * SLOTS), stream);
  }

  /** Adds what is to beat a whole turn from now. @returns as {@link add} */
  addLast(beating: Beating): () => void {
    return this.addTo(this.position, beating);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private addTo(position: number, beating: Beating): () => void {
    const slot = this.slots[position]!;
    slot.add(beating);
    this.size++;
    this.timer ??= setInterval(this.turn, this.options.heartbeatMs / SLOTS);
    return () => {
      if (slot.delete(beating)) this.size--;
    };
  }

  private readonly turn = (): void => {
    if (this.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    this.position = (this.position + 1) % SLOTS;
    for (const beating of this.slots[this.position]!) beating.beat();
  };
}
