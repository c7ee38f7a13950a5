import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { SessionsModule } from '../sessions/index.js';
import { AvailabilityIndicator } from './availability.indicator.js';
import { HealthController } from './health.controller.js';

/** `GET /health`, `/health/live` and `/health/ready`. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), SessionsModule],
  controllers: [HealthController],
  providers: [AvailabilityIndicator],
})
export class HealthModule {}
