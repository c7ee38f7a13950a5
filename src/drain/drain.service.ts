import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, Optional } from '@nestjs/common';
import { shuttingDown } from '../availability/index.js';
import { OpenResponses } from '../http/index.js';
import { CallsInFlight } from '../json-rpc/index.js';
import { NestHost } from '../nest-host/index.js';
import { UnavailableError } from '../protocol/index.js';
import { OpenStreams, SessionsService } from '../sessions/index.js';
import { DrainState } from './drain-state.js';
import { DrainOptions } from './drain.options.js';
import { whenFetched } from './fetched-answers.js';
import { endSpread } from './stream-ends.js';

/** The part of the budget that is kept for flushing last bytes. */
const FLUSH_SHARE = 0.1;

/**
 * The one owner of shutdown. Readiness says no, and for a while everything goes on; then new work is refused, calls are
 * finished, the streams end one after another, each behind its last answer, clients fetch the answers for which they have to
 * come back, and last bytes go out. The caller of a call
 * that is not done in time learns that its outcome is unknown.
 */
@Injectable()
export class DrainService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Drain');
  private readonly finished = new AbortController();

  constructor(
    private readonly drain: DrainState,
    private readonly calls: CallsInFlight,
    private readonly sessions: SessionsService,
    private readonly streams: OpenStreams,
    private readonly responses: OpenResponses,
    private readonly host: NestHost,
    @Optional() private readonly options: DrainOptions = new DrainOptions(),
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    const { shutdownMs, delayMs } = this.options;
    const flushMs = shutdownMs * FLUSH_SHARE;
    await this.announce();
    this.begin();
    await this.finish(shutdownMs - delayMs - flushMs);
    await Promise.race([this.responses.whenClosed(), this.deadline(flushMs)]);
    this.finished.abort();
  }

  private async announce(): Promise<void> {
    const { delayMs } = this.options;
    this.drain.announce();
    if (delayMs === 0) return;
    this.logger.log(`Not ready any more; new work is refused in ${delayMs / 1000} s`);
    await delay(delayMs);
  }

  private begin(): void {
    const { shutdownMs } = this.options;
    this.drain.begin();
    this.calls.refuseNew(shuttingDown());
    this.endConnections();
    this.logger.log(
      `Draining ${this.streams.count} streams and ${this.calls.count} calls within ${shutdownMs / 1000} s`,
    );
  }

  /** Connections are not kept any more: their clients go elsewhere with their next request. */
  private endConnections(): void {
    const server = this.host.adapter?.getHttpServer() as Server | undefined;
    server?.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.shouldKeepAlive = false;
    });
    server?.closeIdleConnections();
  }

  private async finish(withinMs: number): Promise<void> {
    const spreadMs = Math.min(this.options.spreadMs, withinMs);
    const late = AbortSignal.timeout(Math.ceil(withinMs));
    this.sessions.endWaiting('shutdown');
    const ends = [...this.streams.all()].map((stream) => () => stream.endWhenIdle('shutdown'));
    await Promise.race([
      whenFetched(this.sessions, Promise.all([endSpread(ends, spreadMs, late), this.calls.whenIdle()]), late),
      this.deadline(withinMs),
    ]);
    if (this.calls.count > 0) this.logger.warn(`${this.calls.count} calls were not done in time`);
    this.calls.endAll(
      new UnavailableError('outcome-unknown', 'The server is shutting down: the outcome is unknown'),
    );
  }

  /** Resolves after `ms`, or when the drain has finished. */
  private async deadline(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.finished.signal }).catch(() => undefined);
  }
}
