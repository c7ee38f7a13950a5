import { join } from 'node:path';
import { ROOT } from '../support/servers/server-process.js';

type RatioOf = (
  ours: readonly number[],
  theirs: readonly number[],
) => { ratio: number; low: number; high: number } | undefined;

async function loadRatioOf(): Promise<RatioOf> {
  const { ratioOf } = (await import(join(ROOT, 'bench', 'ratio.mjs'))) as { ratioOf: RatioOf };
  return ratioOf;
}

describe('The ratio of two revisions in the bench', () => {
  it('compares each round with itself, so that what slows down a round does not count', async () => {
    const ratioOf = await loadRatioOf();
    const found = ratioOf([10.5, 21, 105], [10, 20, 100]);
    for (const value of [found?.ratio, found?.low, found?.high]) expect(value).toBeCloseTo(1.05, 10);
  });

  it('has the interval of Student t over the logarithms', async () => {
    const ratioOf = await loadRatioOf();
    // Logarithms -0.1, 0 and 0.1: a mean of 0, a standard error of 0.1 / sqrt 3, and t = 4.303.
    const found = ratioOf([Math.exp(-0.1), 1, Math.exp(0.1)], [1, 1, 1]);
    expect(found?.ratio).toBeCloseTo(1, 10);
    expect(found?.low).toBeCloseTo(Math.exp((-4.303 * 0.1) / Math.sqrt(3)), 10);
    expect(found?.high).toBeCloseTo(Math.exp((4.303 * 0.1) / Math.sqrt(3)), 10);
  });

  it.each([
    ['one round', [1], [1]],
    ['a figure of nothing', [1, 0, 1], [1, 1, 1]],
    ['a figure below nothing', [1, 1, 1], [1, -2, 1]],
  ])('says nothing of %s', async (_what, ours, theirs) => {
    const ratioOf = await loadRatioOf();
    expect(ratioOf(ours, theirs)).toBeUndefined();
  });
});
