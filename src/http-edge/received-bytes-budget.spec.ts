import { HttpEdgeOptions } from './http-edge.options.js';
import { ReceivedBytesBudget } from './received-bytes-budget.js';

const budgetOf = (maxReceivedBytes: number): ReceivedBytesBudget =>
  new ReceivedBytesBudget(Object.assign(new HttpEdgeOptions(), { maxReceivedBytes, maxBodyBytes: 10 }));

describe('ReceivedBytesBudget', () => {
  it('refuses what is above the half of one caller, and takes it from others', () => {
    const budget = budgetOf(100);
    budget.hold('ann').growTo(40);
    budget.hold('ann').growTo(10);
    expect(() => budget.hold('ann').growTo(1)).toThrow('Too many bodies are being received');
    expect(() => budget.hold('bob').growTo(49)).not.toThrow();
  });

  it('refuses what is above the total', () => {
    const budget = budgetOf(100);
    for (const caller of ['a', 'b']) budget.hold(caller).growTo(50);
    expect(() => budget.hold('c').growTo(1)).toThrow('Too many bodies are being received');
  });

  it('takes again what was released, and keeps nothing', () => {
    const budget = budgetOf(100);
    const body = budget.hold('ann');
    expect(() => body.growTo(60)).toThrow('Too many bodies are being received');
    body.release();
    body.release();
    expect(budget.totalBytes).toBe(0);
    expect(() => budget.hold('ann').growTo(50)).not.toThrow();
  });

  it('always has room for a few of the largest bodies', () => {
    expect(() => budgetOf(1).hold('ann').growTo(20)).not.toThrow();
  });
});
