import { Outbox } from './outbox.js';

const fill = (outbox: Outbox, count: number, bytes = 10): void => {
  for (let number = 1; number <= count; number++) outbox.add({ number, message: 'x'.repeat(bytes) });
};

const numbers = (outbox: Outbox, after: number, last: number): number[] | undefined =>
  outbox.after(after, last)?.map(({ number }) => number);

describe('Outbox', () => {
  it('gives the events after a number, in order', () => {
    const outbox = new Outbox({ replayEvents: 10, replayBytes: 1000 });
    fill(outbox, 5);
    expect(numbers(outbox, 3, 5)).toEqual([4, 5]);
    expect(numbers(outbox, 5, 5)).toEqual([]);
    expect(numbers(outbox, 0, 5)).toEqual([1, 2, 3, 4, 5]);
  });

  it('knows nothing after a number that was never given', () => {
    const outbox = new Outbox({ replayEvents: 10, replayBytes: 1000 });
    fill(outbox, 5);
    expect(numbers(outbox, 6, 5)).toBeUndefined();
  });

  it('says that events are lost once it keeps too many, or too many bytes', () => {
    const few = new Outbox({ replayEvents: 3, replayBytes: 1000 });
    fill(few, 5);
    expect([numbers(few, 1, 5), numbers(few, 2, 5)]).toEqual([undefined, [3, 4, 5]]);
    const small = new Outbox({ replayEvents: 100, replayBytes: 25 });
    fill(small, 5);
    expect([numbers(small, 2, 5), numbers(small, 3, 5), small.bytes]).toEqual([undefined, [4, 5], 20]);
  });

  it('always keeps the newest event', () => {
    const outbox = new Outbox({ replayEvents: 100, replayBytes: 5 });
    fill(outbox, 3);
    expect(numbers(outbox, 2, 3)).toEqual([3]);
  });

  it('remembers how far the bytes went, never back', () => {
    const outbox = new Outbox({ replayEvents: 10, replayBytes: 1000 });
    fill(outbox, 5);
    outbox.markFlushed(4);
    outbox.markFlushed(2);
    expect(outbox.flushed).toBe(4);
  });

  it('counts the memory of a text, in which one character beyond ASCII may double all', () => {
    const outbox = new Outbox({ replayEvents: 10, replayBytes: 1000 });
    outbox.add({ number: 1, message: 'x'.repeat(10) });
    expect(outbox.bytes).toBe(10);
    outbox.add({ number: 2, message: `${'x'.repeat(9)}€` });
    expect(outbox.bytes).toBe(30);
  });

  it('keeps its order while thousands of events come and go', () => {
    const outbox = new Outbox({ replayEvents: 300, replayBytes: 1_000_000 });
    fill(outbox, 5000);
    expect(numbers(outbox, 4700, 5000)).toEqual(Array.from({ length: 300 }, (_, index) => 4701 + index));
    expect([numbers(outbox, 4699, 5000), outbox.bytes]).toEqual([undefined, 3000]);
  });

  it('knows nothing that was missed once it is emptied, but what comes then', () => {
    const outbox = new Outbox({ replayEvents: 10, replayBytes: 1000 });
    fill(outbox, 5);
    outbox.empty();
    expect([numbers(outbox, 4, 5), numbers(outbox, 5, 5), outbox.heldBytes]).toEqual([undefined, [], 0]);
    outbox.add({ number: 6, message: 'x' });
    expect([numbers(outbox, 4, 6), numbers(outbox, 5, 6)]).toEqual([undefined, [6]]);
  });
});
