import type { ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy, Optional } from '@nestjs/common';
import { callerKey } from '../../callers/index.js';
import { arrivalOf, StallWatch } from '../../http/index.js';
import { EventStreamOptions } from './event-stream.options.js';

/** Why a client that does not read loses its connection: by a bound of its own, that of all, or for taking nothing. */
export const CUT_REASONS = ['pending', 'buffered', 'stalled'] as const;

export type CutReason = (typeof CUT_REASONS)[number];

/** What the budget must know of a response. */
export interface BudgetedResponse {
  readonly response: ServerResponse;
  /** Every byte that waits for the client. */
  readonly waitingBytes: number;
  /** Bytes queued behind the message being written. */
  readonly pendingBytes: number;
  destroy(): void;
}

/** The part of the total by which it may grow until all are looked at again. */
const LOOK_SHARE = 1 / 64;

/**
 * Closes the connections of clients that do not read: each at its own bound, the worst one of the caller who holds most when
 * all together hold too much, and any that takes nothing for too long.
 */
@Injectable()
export class PendingBytesBudget implements OnModuleDestroy {
  private readonly logger = new Logger('EventStream');
  private readonly stalls: StallWatch;
  /** Responses that had no room at their last write, and what they held then. */
  private readonly congested = new Map<BudgetedResponse, number>();
  private total = 0;
  /** The total when all were last looked at. */
  private seenTotal = 0;
  private readonly cuts = new Map<CutReason, number>(CUT_REASONS.map((reason) => [reason, 0]));

  constructor(@Optional() private readonly options: EventStreamOptions = new EventStreamOptions()) {
    this.stalls = new StallWatch(options.stallMs);
  }

  /** What clients without room left waiting at their last write. */
  get totalBytes(): number {
    return this.total;
  }

  /** How many connections were closed because their clients did not read. */
  cutCount(reason: CutReason): number {
    return this.cuts.get(reason)!;
  }

  /** A response was written to and has no room left. */
  check(waiting: BudgetedResponse): void {
    this.note(waiting);
    if (waiting.pendingBytes > this.options.maxPendingBytes) return this.cut(waiting, 'pending');
    this.stalls.watch(waiting.response, () => this.cut(waiting, 'stalled'));
    const { maxBufferedBytes } = this.options;
    const margin = maxBufferedBytes * LOOK_SHARE;
    if (this.total > maxBufferedBytes - margin && this.total - this.seenTotal >= margin)
      this.look(maxBufferedBytes - margin);
  }

  forget(waiting: BudgetedResponse): void {
    this.total -= this.congested.get(waiting) ?? 0;
    this.congested.delete(waiting);
    this.seenTotal = Math.min(this.seenTotal, this.total);
  }

  onModuleDestroy(): void {
    this.stalls.stop();
  }

  /** What was held at the last write may have drained since: only what is held now counts. */
  private look(maxBytes: number): void {
    for (const waiting of this.congested.keys()) this.note(waiting);
    if (this.total > maxBytes) this.cutHeaviest(maxBytes);
    this.seenTotal = this.total;
  }

  /** A caller with many connections does not have the large one of another caller cut. */
  private cutHeaviest(maxBytes: number): void {
    const callers = [...groupByCaller(this.congested).values()];
    while (this.total > maxBytes && callers.length > 0) {
      const heaviest = callers.reduce((most, one) => (one.bytes > most.bytes ? one : most));
      const [waiting, bytes] = heaviest.worstLast.pop()!;
      heaviest.bytes -= bytes;
      if (heaviest.worstLast.length === 0) callers.splice(callers.indexOf(heaviest), 1);
      this.cut(waiting, 'buffered');
    }
  }

  private note(waiting: BudgetedResponse): void {
    const bytes = waiting.waitingBytes;
    this.total += bytes - (this.congested.get(waiting) ?? 0);
    if (bytes > 0) this.congested.set(waiting, bytes);
    else this.congested.delete(waiting);
  }

  private cut(waiting: BudgetedResponse, reason: CutReason): void {
    this.cuts.set(reason, this.cutCount(reason) + 1);
    this.logger.warn(
      `A connection was closed (${reason}): ${waiting.waitingBytes} bytes wait for a client that does not read`,
    );
    this.forget(waiting);
    waiting.destroy();
  }
}

interface HeldByCaller {
  bytes: number;
  readonly worstLast: [BudgetedResponse, number][];
}

function groupByCaller(congested: ReadonlyMap<BudgetedResponse, number>): Map<string, HeldByCaller> {
  const groups = new Map<string, HeldByCaller>();
  for (const entry of [...congested].toSorted(([, a], [, b]) => a - b)) {
    const source = arrivalOf(entry[0].response.req)?.source;
    const key = source ? callerKey(source.caller) : '';
    const group = groups.get(key) ?? { bytes: 0, worstLast: [] };
    group.bytes += entry[1];
    group.worstLast.push(entry);
    groups.set(key, group);
  }
  return groups;
}
