import { Logger } from '@nestjs/common';
import { EventStreamOptions } from './event-stream.options.js';
import { type BudgetedStream, PendingBytesBudget } from './pending-bytes.budget.js';

class Stream implements BudgetedStream {
  isCut = false;
  constructor(public pendingBytes: number) {}

  destroy(): void {
    this.isCut = true;
  }
}

function createBudget(maxPendingBytes: number, maxBufferedBytes: number): PendingBytesBudget {
  return new PendingBytesBudget(
    Object.assign(new EventStreamOptions(), { maxPendingBytes, maxBufferedBytes }),
  );
}

describe('PendingBytesBudget', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('cuts a stream above its own bound only', () => {
    const budget = createBudget(100, 1000);
    const [within, above] = [new Stream(100), new Stream(101)];
    budget.check(within);
    budget.check(above);
    expect([within.isCut, above.isCut, budget.overflowCount]).toEqual([false, true, 1]);
  });

  it('cuts the worst when all together hold too much', () => {
    const budget = createBudget(1000, 1000);
    const streams = [new Stream(300), new Stream(500), new Stream(201)];
    for (const stream of streams) budget.check(stream);
    expect(streams.map(({ isCut }) => isCut)).toEqual([false, true, false]);
  });

  it('counts what streams hold now, not what they held once', () => {
    const budget = createBudget(1000, 1000);
    const drained = new Stream(900);
    budget.check(drained);
    drained.pendingBytes = 0;
    const other = new Stream(800);
    budget.check(other);
    expect([drained.isCut, other.isCut]).toEqual([false, false]);
  });
});
