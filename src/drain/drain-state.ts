import { Injectable, Optional } from '@nestjs/common';
import { Availability, type AvailabilityState, Load, NoLoad } from '../availability/index.js';
import type { Caller } from '../callers/index.js';

/** Where the shutdown stands. It only moves on. */
type Phase = 'serving' | 'announced' | 'draining';

/** Serving until the shutdown is announced, accepting until it begins, but for times of overload. */
@Injectable()
export class DrainState extends Availability {
  private phase: Phase = 'serving';

  constructor(@Optional() private readonly load: Load = new NoLoad()) {
    super();
  }

  get state(): AvailabilityState {
    if (this.phase === 'draining') return 'draining';
    return this.load.isOverloaded ? 'overloaded' : 'accepting';
  }

  override stateFor(caller: Caller): AvailabilityState {
    if (this.phase === 'draining') return 'draining';
    return this.load.refuses(caller) ? 'overloaded' : 'accepting';
  }

  override get isReady(): boolean {
    return this.phase === 'serving' && super.isReady;
  }

  /** Everything is served as before, but readiness says no. */
  announce(): void {
    this.phase = 'announced';
  }

  /** New work is refused. */
  begin(): void {
    this.phase = 'draining';
  }
}
