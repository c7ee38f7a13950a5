import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import { noteArrival } from '../../http/index.js';
import { EventStreamOptions } from './event-stream.options.js';
import { type BudgetedResponse, PendingBytesBudget } from './pending-bytes-budget.js';

class Stream implements BudgetedResponse {
  readonly response: ServerResponse;
  isCut = false;
  constructor(
    public waitingBytes: number,
    readonly pendingBytes = 0,
    caller = 'ann',
  ) {
    const req = {} as IncomingMessage;
    const source = {
      requestId: 'r',
      caller: { principal: { id: caller, scopes: [] }, address: '127.0.0.1' },
    };
    noteArrival(req, { requestId: 'r', address: '127.0.0.1', source });
    this.response = { closed: false, writableLength: 0, socket: null, req } as unknown as ServerResponse;
  }

  destroy(): void {
    this.isCut = true;
  }
}

describe('PendingBytesBudget', () => {
  let created: PendingBytesBudget;

  function createBudget(maxPendingBytes: number, maxBufferedBytes: number): PendingBytesBudget {
    created = new PendingBytesBudget(
      Object.assign(new EventStreamOptions(), { maxPendingBytes, maxBufferedBytes }),
    );
    return created;
  }

  beforeAll(() => Logger.overrideLogger(false));
  afterEach(() => created.onModuleDestroy());

  it('cuts a stream above its own bound only', () => {
    const budget = createBudget(100, 1000);
    const [within, above] = [new Stream(900, 100), new Stream(101, 101)];
    budget.check(within);
    budget.check(above);
    expect([within.isCut, above.isCut, budget.cutCount('pending')]).toEqual([false, true, 1]);
  });

  it('cuts the worst when all together hold too much', () => {
    const budget = createBudget(1000, 1000);
    const streams = [new Stream(300), new Stream(500), new Stream(201)];
    for (const stream of streams) budget.check(stream);
    expect(streams.map(({ isCut }) => isCut)).toEqual([false, true, false]);
  });

  it('cuts among those of the caller who holds most, and leaves the largest of another one', () => {
    const budget = createBudget(1000, 1000);
    const honest = new Stream(400, 0, 'bob');
    const many = Array.from({ length: 4 }, () => new Stream(200));
    for (const stream of [honest, ...many]) budget.check(stream);
    expect([honest.isCut, many.filter(({ isCut }) => isCut).length]).toEqual([false, 2]);
  });

  it('counts what streams hold now, not what they held once', () => {
    const budget = createBudget(1000, 1000);
    const drained = new Stream(900);
    budget.check(drained);
    drained.waitingBytes = 0;
    const other = new Stream(800);
    budget.check(other);
    expect([drained.isCut, other.isCut]).toEqual([false, false]);
  });
});
