import { Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { SessionsModule } from '../sessions/index.js';
import { AvailabilityIndicator } from './availability-indicator.js';
import { CredentialsIndicator } from './credentials-indicator.js';
import { HealthController } from './health.controller.js';
import { ReadinessIndicators } from './readiness-indicators.js';

/** `GET /health`, `/health/live` and `/health/ready`. */
@Global()
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), SessionsModule],
  controllers: [HealthController],
  providers: [AvailabilityIndicator, CredentialsIndicator, ReadinessIndicators],
  exports: [ReadinessIndicators],
})
export class HealthModule {}
