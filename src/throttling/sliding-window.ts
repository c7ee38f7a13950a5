import type { Rate } from '../callers/index.js';

/** Hits that lie within such a part of a window are one group. */
const GROUPS_PER_WINDOW = 10;

interface HitGroup {
  readonly beganAtMs: number;
  lastAtMs: number;
  count: number;
}

/**
 * The hits of one key: a caller that asks {@link waitMs} before {@link add} never has more than `limit` hits in any window of
 * `windowMs`. Hits close together are kept as one group that lapses with its last hit. So each counts for its window and at
 * most a tenth of one longer, and there are never more than eleven groups, whatever the limit.
 */
export class SlidingWindow {
  /** Until when the key is refused, whatever its hits. */
  blockedUntilMs = 0;
  private readonly groups: HitGroup[] = [];
  private hits = 0;

  /** How many hits count now. */
  count({ windowMs }: Rate, nowMs: number): number {
    this.forgetLapsed(windowMs, nowMs);
    return this.hits;
  }

  /** How long until one more hit is within the rate, if no other comes before; 0 if it is now. */
  waitMs({ limit, windowMs }: Rate, nowMs: number): number {
    this.forgetLapsed(windowMs, nowMs);
    let left = this.hits;
    let waitMs = Math.max(0, this.blockedUntilMs - nowMs);
    for (const { lastAtMs, count } of this.groups) {
      if (left < limit) break;
      left -= count;
      waitMs = Math.max(waitMs, lastAtMs + windowMs - nowMs);
    }
    return waitMs;
  }

  /** How long until the oldest hits lapse. */
  lapseMs({ windowMs }: Rate, nowMs: number): number {
    const [oldest] = this.groups;
    return oldest ? oldest.lastAtMs + windowMs - nowMs : 0;
  }

  /** @param hits more than one where what is counted came at once */
  add({ windowMs }: Rate, nowMs: number, hits = 1): void {
    const newest = this.groups.at(-1);
    if (newest && nowMs - newest.beganAtMs < windowMs / GROUPS_PER_WINDOW) {
      newest.lastAtMs = nowMs;
      newest.count += hits;
    } else this.groups.push({ beganAtMs: nowMs, lastAtMs: nowMs, count: hits });
    this.hits += hits;
  }

  private forgetLapsed(windowMs: number, nowMs: number): void {
    for (;;) {
      const oldest = this.groups[0];
      if (!oldest || oldest.lastAtMs + windowMs > nowMs) return;
      this.hits -= oldest.count;
      this.groups.shift();
    }
  }
}
