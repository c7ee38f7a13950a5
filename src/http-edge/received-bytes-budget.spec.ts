import type { HeldBody } from '../http/index.js';
import { HttpEdgeOptions } from './http-edge.options.js';
import { ReceivedBytesBudget } from './received-bytes-budget.js';

describe('ReceivedBytesBudget', () => {
  let refused: string[];

  const budgetOf = (maxReceivedBytes: number): ReceivedBytesBudget =>
    new ReceivedBytesBudget(Object.assign(new HttpEdgeOptions(), { maxReceivedBytes, maxBodyBytes: 10 }));

  const grow = (budget: ReceivedBytesBudget, caller: string, bytes: number): HeldBody => {
    const body = budget.hold(caller, ({ message }) => {
      refused.push(`${caller} ${bytes}: ${message}`);
      body.release();
    });
    body.growTo(bytes);
    return body;
  };

  const refusal = (body: string): string => `${body}: Too many bodies are being received`;

  beforeEach(() => {
    refused = [];
  });

  it('refuses what is above the half of one caller, and takes it from others', () => {
    const budget = budgetOf(100);
    grow(budget, 'ann', 40);
    grow(budget, 'ann', 10);
    grow(budget, 'ann', 1);
    grow(budget, 'bob', 49);
    expect(refused).toEqual([refusal('ann 1')]);
    expect(budget.totalBytes).toBe(99);
  });

  it('takes the largest body of the caller who holds most when all have too much', () => {
    const budget = budgetOf(100);
    grow(budget, 'ann', 20);
    grow(budget, 'ann', 29);
    grow(budget, 'bob', 48);
    grow(budget, 'cid', 10);
    expect(refused).toEqual([refusal('ann 29')]);
    expect(budget.totalBytes).toBe(78);
  });

  it('refuses the body that grows when its caller holds most', () => {
    const budget = budgetOf(100);
    grow(budget, 'ann', 30);
    grow(budget, 'bob', 30);
    grow(budget, 'cid', 41);
    expect(refused).toEqual([refusal('cid 41')]);
  });

  it('takes again what was released, and keeps nothing', () => {
    const budget = budgetOf(100);
    const body = grow(budget, 'ann', 60);
    expect(refused).toEqual([refusal('ann 60')]);
    body.release();
    body.release();
    expect(budget.totalBytes).toBe(0);
    grow(budget, 'ann', 50);
    expect(refused).toHaveLength(1);
  });

  it('always has room for a few of the largest bodies', () => {
    grow(budgetOf(1), 'ann', 20);
    expect(refused).toEqual([]);
  });
});
