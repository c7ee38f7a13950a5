import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, Optional } from '@nestjs/common';
import { OpenResponses } from '../http-edge/index.js';
import { CallsInFlight } from '../json-rpc/index.js';
import { UnavailableError } from '../protocol/index.js';
import { SessionsService } from '../sessions/index.js';
import { DrainState } from './drain-state.js';
import { DrainOptions } from './drain.options.js';

/** The part of the budget that is kept for flushing last bytes. */
const FLUSH_SHARE = 0.1;

/**
 * The one owner of shutdown: new work is refused, calls are finished, each stream ends after its last answer,
 * and last bytes go out. The caller of a call that is not done in time learns that its outcome is unknown.
 */
@Injectable()
export class DrainService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Drain');
  private readonly finished = new AbortController();

  constructor(
    private readonly drain: DrainState,
    private readonly calls: CallsInFlight,
    private readonly sessions: SessionsService,
    private readonly responses: OpenResponses,
    @Optional() private readonly options: DrainOptions = new DrainOptions(),
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    const { shutdownMs } = this.options;
    const flushMs = shutdownMs * FLUSH_SHARE;
    this.drain.begin();
    this.calls.refuseNew(new UnavailableError('draining', 'The server is shutting down', 5));
    this.logger.log(
      `Draining ${this.sessions.openStreams} streams and ${this.calls.count} calls within ${shutdownMs / 1000} s`,
    );
    this.sessions.endAllWhenIdle();
    await Promise.race([this.calls.whenIdle(), this.deadline(shutdownMs - flushMs)]);
    if (this.calls.count > 0) this.logger.warn(`${this.calls.count} calls were not done in time`);
    this.calls.endAll(
      new UnavailableError('outcome-unknown', 'The server is shutting down: the outcome is unknown'),
    );
    await Promise.race([this.responses.whenClosed(), this.deadline(flushMs)]);
    this.finished.abort();
  }

  /** Resolves after `ms`, or when the drain has finished. */
  private async deadline(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.finished.signal }).catch(() => undefined);
  }
}
