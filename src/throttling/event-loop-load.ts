import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Load } from '../availability/index.js';
import { type Caller, callerKey } from '../callers/index.js';
import { ThrottlingOptions } from './throttling.options.js';
import { WorkLimit } from './work-limit.js';

const SAMPLE_MS = 20;
const CHECK_MS = 1_000;
/** Each looks at five seconds, and one of them has done so at every check. */
const HISTOGRAMS = 5;
const NS_PER_MS = 1_000_000;
/** Above this multiple of the bound no new work is taken, */
const SEVERE_FACTOR = 2;
/** if this number of checks in a row saw it: one pause is over when it is seen. */
const SEVERE_CHECKS = 2;

type LoadLevel = 'normal' | 'overloaded' | 'severe';

/**
 * Overloaded while the event loop is late: what it cannot get to waits, and new work would wait longer. Who makes it so is
 * refused first.
 */
@Injectable()
export class EventLoopLoad extends Load implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Load');
  private readonly maxDelayMs: number;
  private histograms: IntervalHistogram[] = [];
  /** Looks at the time since the last check. */
  private latest: IntervalHistogram | undefined;
  private severeChecks = 0;
  private checks = 0;
  private timer: NodeJS.Timeout | undefined;
  private level: LoadLevel = 'normal';

  constructor(
    { maxEventLoopDelayMs }: ThrottlingOptions,
    private readonly work: WorkLimit,
  ) {
    super();
    this.maxDelayMs = maxEventLoopDelayMs;
  }

  get isOverloaded(): boolean {
    return this.level !== 'normal';
  }

  override refuses(caller: Caller): boolean {
    if (this.level === 'normal') return false;
    return this.level === 'severe' || this.work.recent.isHeavy(callerKey(caller));
  }

  onApplicationBootstrap(): void {
    if (this.maxDelayMs === 0) return;
    this.histograms = Array.from({ length: HISTOGRAMS }, () =>
      monitorEventLoopDelay({ resolution: SAMPLE_MS }),
    );
    this.latest = monitorEventLoopDelay({ resolution: SAMPLE_MS });
    for (const histogram of [this.latest, ...this.histograms]) histogram.enable();
    this.timer = setInterval(this.check, CHECK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.latest?.disable();
    for (const histogram of this.histograms) histogram.disable();
    this.level = 'normal';
  }

  private readonly check = (): void => {
    const histogram = this.histograms[this.checks++ % HISTOGRAMS]!;
    const delayMs = takeDelayMs(histogram);
    const isSevere = takeDelayMs(this.latest!) > this.maxDelayMs * SEVERE_FACTOR;
    this.severeChecks = isSevere ? this.severeChecks + 1 : 0;
    if (this.severeChecks >= SEVERE_CHECKS) this.change('severe', delayMs);
    else if (delayMs > this.maxDelayMs || this.level === 'severe') this.change('overloaded', delayMs);
    else if (delayMs < this.maxDelayMs / 2) this.change('normal', delayMs);
  };

  private change(level: LoadLevel, delayMs: number): void {
    if (level === this.level) return;
    this.level = level;
    this.logger.warn(sentenceOf(level, `the event loop is ${Math.round(delayMs)} ms late`));
  }
}

/** By how much 99 of 100 samples are late at most; what comes next is counted anew. */
function takeDelayMs(histogram: IntervalHistogram): number {
  const delayMs = Math.max(0, histogram.percentile(99) / NS_PER_MS - SAMPLE_MS);
  histogram.reset();
  return delayMs;
}

function sentenceOf(level: LoadLevel, late: string): string {
  if (level === 'normal') return `No longer overloaded: ${late}`;
  const whose = level === 'severe' ? 'all callers' : 'callers with more than their share';
  return `Overloaded: ${late}. New work of ${whose} is refused`;
}
