import { Injectable, Optional } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { AlwaysAvailable, Availability } from '../availability/index.js';

/** Down while the replica drains or is overloaded, so that Kubernetes sends new clients elsewhere. */
@Injectable()
export class AvailabilityIndicator {
  constructor(
    private readonly health: HealthIndicatorService,
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
  ) {}

  check(): HealthIndicatorResult {
    const { state, isReady } = this.availability;
    const indicator = this.health.check('availability');
    return isReady ? indicator.up() : indicator.down(state === 'accepting' ? 'draining' : state);
  }
}
