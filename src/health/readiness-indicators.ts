import { Injectable } from '@nestjs/common';
import type { HealthIndicatorFunction } from '@nestjs/terminus';

/** What readiness depends on besides the server itself. Inject it anywhere to add indicators of your own, such as Terminus's. */
@Injectable()
export class ReadinessIndicators {
  private readonly added: HealthIndicatorFunction[] = [];

  /** @param indicator asked at each probe: keep it quick, and bound the time it waits for others */
  add(indicator: HealthIndicatorFunction): void {
    this.added.push(indicator);
  }

  all(): readonly HealthIndicatorFunction[] {
    return this.added;
  }
}
