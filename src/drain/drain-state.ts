import { Injectable, Optional } from '@nestjs/common';
import { Availability, type AvailabilityState, Load, NoLoad } from '../sessions/index.js';

/** Accepting until the shutdown begins, but for times of overload. */
@Injectable()
export class DrainState extends Availability {
  private isDraining = false;

  constructor(@Optional() private readonly load: Load = new NoLoad()) {
    super();
  }

  get state(): AvailabilityState {
    if (this.isDraining) return 'draining';
    return this.load.isOverloaded ? 'overloaded' : 'accepting';
  }

  begin(): void {
    this.isDraining = true;
  }
}
