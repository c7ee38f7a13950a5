import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Load } from '../sessions/index.js';
import { ThrottlingOptions } from './throttling.options.js';

const SAMPLE_MS = 20;
const CHECK_MS = 1_000;
/** Each looks at five seconds, and one of them has done so at every check. */
const HISTOGRAMS = 5;
const NS_PER_MS = 1_000_000;

/** Overloaded while the event loop is late: what it cannot get to waits, and new work would wait longer. */
@Injectable()
export class EventLoopLoad extends Load implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Load');
  private readonly maxDelayMs: number;
  private histograms: IntervalHistogram[] = [];
  private checks = 0;
  private timer: NodeJS.Timeout | undefined;
  private overloaded = false;

  constructor({ maxEventLoopDelayMs }: ThrottlingOptions) {
    super();
    this.maxDelayMs = maxEventLoopDelayMs;
  }

  get isOverloaded(): boolean {
    return this.overloaded;
  }

  onApplicationBootstrap(): void {
    if (this.maxDelayMs === 0) return;
    this.histograms = Array.from({ length: HISTOGRAMS }, () =>
      monitorEventLoopDelay({ resolution: SAMPLE_MS }),
    );
    for (const histogram of this.histograms) histogram.enable();
    this.timer = setInterval(this.check, CHECK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    for (const histogram of this.histograms) histogram.disable();
    this.overloaded = false;
  }

  private readonly check = (): void => {
    const histogram = this.histograms[this.checks++ % HISTOGRAMS]!;
    const delayMs = Math.max(0, histogram.percentile(99) / NS_PER_MS - SAMPLE_MS);
    histogram.reset();
    if (delayMs > this.maxDelayMs) this.change(true, delayMs);
    else if (delayMs < this.maxDelayMs / 2) this.change(false, delayMs);
  };

  private change(overloaded: boolean, delayMs: number): void {
    if (overloaded === this.overloaded) return;
    this.overloaded = overloaded;
    const late = `the event loop is ${Math.round(delayMs)} ms late`;
    this.logger.warn(
      overloaded ? `Overloaded: ${late}. New work is refused` : `No longer overloaded: ${late}`,
    );
  }
}
