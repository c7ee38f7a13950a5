import { createHash } from 'node:crypto';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Rate } from '../callers/index.js';
import { LruMap } from './lru-map.js';
import { type RateCharge, type RateRefusal, RateStorage } from './rate-storage.js';
import { SlidingWindow } from './sliding-window.js';

/** Longer keys are kept as their hash, so that what a client sends does not decide how much memory a key takes. */
const MAX_KEY_LENGTH = 200;

/** Whole milliseconds add up exactly: a fraction left over would make one second of waiting two. */
function wholeMs(): number {
  return Math.floor(performance.now());
}

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** The default: hits are counted in the memory of this replica, which is bounded, and never waited for. */
export class MemoryRateStorage extends RateStorage {
  private readonly windows: LruMap<SlidingWindow>;

  constructor(
    maxKeys: number,
    private readonly now: () => number = wholeMs,
  ) {
    super();
    this.windows = new LruMap(maxKeys, () => new SlidingWindow());
  }

  get keys(): number {
    return this.windows.size;
  }

  charge<Charge extends RateCharge>(charges: readonly Charge[]): RateRefusal<Charge> | undefined {
    const nowMs = this.now();
    let refusal: RateRefusal<Charge> | undefined;
    const windows = charges.map(({ key }) => this.windowOf(key));
    for (const [index, charge] of charges.entries()) {
      const waitMs = windows[index]!.waitMs(charge.rate, nowMs);
      if (waitMs > (refusal?.waitMs ?? 0)) refusal = { charge, waitMs };
    }
    if (!refusal) for (const [index, { rate }] of charges.entries()) windows[index]!.add(rate, nowMs);
    return refusal;
  }

  /** As {@link ThrottlerStorage} has it: milliseconds go in, seconds come out. What is refused is not counted. */
  increment(
    key: string,
    windowMs: number,
    limit: number,
    blockMs: number,
    throttler: string,
  ): Promise<ThrottlerRecord> {
    const window = this.windowOf(`throttler ${throttler} ${key}`);
    return Promise.resolve(hit(window, { limit, windowMs }, blockMs, this.now()));
  }

  private windowOf(key: string): SlidingWindow {
    const isLong = key.length > MAX_KEY_LENGTH;
    return this.windows.get(isLong ? createHash('sha256').update(key).digest('base64') : key);
  }
}

function hit(window: SlidingWindow, rate: Rate, blockMs: number, nowMs: number): ThrottlerRecord {
  const isFree = window.waitMs(rate, nowMs) === 0;
  if (isFree) window.add(rate, nowMs);
  else if (window.blockedUntilMs <= nowMs) window.blockedUntilMs = nowMs + blockMs;
  return {
    totalHits: window.count(rate, nowMs) + (isFree ? 0 : 1),
    timeToExpire: Math.ceil(window.lapseMs(rate, nowMs) / 1000),
    isBlocked: !isFree,
    timeToBlockExpire: isFree ? 0 : Math.ceil(window.waitMs(rate, nowMs) / 1000),
  };
}
