import { Injectable } from '@nestjs/common';
import { type Caller, callerKey, type Rate } from '../callers/index.js';
import { type Work, WORK_UNIT_BYTES, WorkMeter } from '../json-rpc/index.js';
import { UnavailableError } from '../protocol/index.js';
import { LruMap } from './lru-map.js';
import { RecentWork } from './recent-work.js';
import { SlidingWindow } from './sliding-window.js';
import { readRateLimit, ThrottlingOptions } from './throttling.options.js';

/** Time of decoding or validating that is one unit of work. */
const UNIT_MS = 10;

/**
 * Bounds the work of each caller by a rate of units. Work is charged once it is done, so that one large upload always
 * passes; a caller is refused until its units are within the rate again.
 */
@Injectable()
export class WorkLimit extends WorkMeter {
  /** What all callers were charged of late. */
  readonly recent: RecentWork;
  private readonly rate: Rate | undefined;
  private readonly windows: LruMap<SlidingWindow>;

  constructor(options: ThrottlingOptions) {
    super();
    this.rate = readRateLimit(options, 'workLimit');
    this.recent = new RecentWork(options.maxKeys);
    this.windows = new LruMap(options.maxKeys, () => new SlidingWindow());
  }

  charge(caller: Caller, { bytes = 0, ms = 0 }: Work): void {
    const units = Math.floor(bytes / WORK_UNIT_BYTES) + Math.floor(ms / UNIT_MS);
    if (units === 0) return;
    const key = callerKey(caller);
    this.recent.add(key, units);
    if (this.rate) this.windows.get(key).add(this.rate, performance.now(), units);
  }

  admitBody(caller: Caller, bytes = Infinity): void {
    if (bytes >= WORK_UNIT_BYTES) this.check(caller);
  }

  /** @throws UnavailableError `rate-limited` for a caller that has used up its work */
  check(caller: Caller): void {
    if (!this.rate || this.windows.size === 0) return;
    const waitMs = this.windows.peek(callerKey(caller))?.waitMs(this.rate, performance.now()) ?? 0;
    if (waitMs === 0) return;
    const { limit, windowMs } = this.rate;
    throw new UnavailableError(
      'rate-limited',
      `Work limit: at most ${limit} units in ${windowMs / 1000} s. 64 KiB of a body are a unit, and 10 ms of reading it`,
      Math.ceil(waitMs / 1000),
    );
  }
}
