import { Injectable, Optional } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { CredentialSources } from '../transport/admission/index.js';

/**
 * Says for how long credentials could not be read. It is up all the same: every replica reads the same file and the same
 * keys, so none would be left to serve.
 */
@Injectable()
export class CredentialsIndicator {
  constructor(
    private readonly health: HealthIndicatorService,
    @Optional() private readonly sources: CredentialSources = new CredentialSources(),
  ) {}

  /** Whether there is anything to say. */
  get isNeeded(): boolean {
    return this.sources.staleSeconds().size > 0;
  }

  check(): HealthIndicatorResult {
    const staleSeconds = Object.fromEntries(this.sources.staleSeconds());
    return this.health.check('credentials').up({ staleSeconds });
  }
}
