import { Outbox } from './outbox.js';
import { ReplayBudget } from './replay.budget.js';

const LIMITS = { replayEvents: 100, replayBytes: 1_000_000 };

function add(outbox: Outbox, budget: ReplayBudget, number: number): void {
  outbox.add({ number, message: 'x'.repeat(100) });
  budget.update(outbox);
}

describe('ReplayBudget', () => {
  it('shrinks the outbox that got nothing for longest, down to its newest event', () => {
    const budget = new ReplayBudget(500);
    const [old, recent] = [new Outbox(LIMITS), new Outbox(LIMITS)];
    for (const number of [1, 2, 3]) add(old, budget, number);
    for (const number of [1, 2, 3]) add(recent, budget, number);
    expect([old.bytes, recent.bytes]).toEqual([100, 300]);
    expect(old.after(2, 3)).toHaveLength(1);
  });

  it('counts no outbox that is forgotten', () => {
    const budget = new ReplayBudget(500);
    const [gone, kept] = [new Outbox(LIMITS), new Outbox(LIMITS)];
    for (const number of [1, 2, 3]) add(gone, budget, number);
    budget.forget(gone);
    for (const number of [1, 2, 3, 4, 5]) add(kept, budget, number);
    expect([gone.bytes, kept.bytes]).toEqual([300, 500]);
  });
});
