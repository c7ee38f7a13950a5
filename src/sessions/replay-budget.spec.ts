import { Outbox } from './outbox.js';
import { ReplayBudget } from './replay-budget.js';

const LIMITS = { replayEvents: 100, replayBytes: 1_000_000 };

function add(outbox: Outbox, budget: ReplayBudget, number: number): void {
  outbox.add({ number, message: 'x'.repeat(100) });
  budget.update(outbox);
}

describe('ReplayBudget', () => {
  it('empties the outbox that got nothing for longest', () => {
    const budget = new ReplayBudget(1_000);
    const [old, recent] = [new Outbox(LIMITS), new Outbox(LIMITS)];
    for (const number of [1, 2, 3]) add(old, budget, number);
    for (const number of [1, 2, 3]) add(recent, budget, number);
    expect([old.bytes, recent.bytes]).toEqual([0, 300]);
    expect([old.after(2, 3), old.after(3, 3)]).toEqual([undefined, []]);
  });

  it('is a total: no number of sessions with one large message keeps more', () => {
    const budget = new ReplayBudget(1_000);
    const outboxes = Array.from({ length: 50 }, () => new Outbox(LIMITS));
    for (const outbox of outboxes) {
      outbox.add({ number: 1, message: 'x'.repeat(700) });
      budget.update(outbox);
    }
    expect(outboxes.filter(({ bytes }) => bytes > 0)).toEqual([outboxes.at(-1)]);
    expect(budget.totalBytes).toBeLessThanOrEqual(1_000);
  });

  it('looks at an emptied outbox no more', () => {
    const budget = new ReplayBudget(1_000);
    const emptied = Array.from({ length: 50 }, () => new Outbox(LIMITS));
    const empty = jest.spyOn(Outbox.prototype, 'empty');
    for (const outbox of emptied) add(outbox, budget, 1);
    empty.mockClear();
    for (let number = 2; number < 12; number++) add(emptied[0]!, budget, number);
    expect(empty.mock.calls.length).toBeLessThan(15);
    empty.mockRestore();
  });

  it('counts no outbox that is forgotten', () => {
    const budget = new ReplayBudget(1_200);
    const [gone, kept] = [new Outbox(LIMITS), new Outbox(LIMITS)];
    for (const number of [1, 2, 3]) add(gone, budget, number);
    budget.forget(gone);
    for (const number of [1, 2, 3, 4, 5]) add(kept, budget, number);
    expect([gone.bytes, kept.bytes]).toEqual([300, 500]);
  });
});
