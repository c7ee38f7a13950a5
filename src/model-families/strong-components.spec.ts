import * as fc from 'fast-check';
import { findComponents, type Steps } from './strong-components.js';

const stepsOf = (size: number, pairs: readonly (readonly [number, number])[]): Steps<number> =>
  new Map(
    Array.from({ length: size }, (_, node) => [
      node,
      pairs.filter(([from]) => from === node).map(([, to]) => to),
    ]),
  );

/** Step by step, which takes time by the square. */
function reach(steps: Steps<number>, from: number): Set<number> {
  const seen = new Set([from]);
  for (const node of seen) for (const next of steps.get(node)!) seen.add(next);
  return seen;
}

describe('Strong components', () => {
  it('are of nodes that reach each other, whatever the steps are', () => {
    const node = fc.nat(7);
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 16 }), (pairs) => {
        const steps = stepsOf(8, pairs);
        const components = findComponents(steps);
        for (const a of steps.keys())
          for (const b of steps.keys())
            expect(components.get(a) === components.get(b)).toBe(
              reach(steps, a).has(b) && reach(steps, b).has(a),
            );
      }),
    );
  });

  it('of a chain deeper than the stack are its nodes', () => {
    const size = 100_000;
    const chain = new Map(
      Array.from({ length: size }, (_, node) => [node, node + 1 < size ? [node + 1] : []]),
    );
    expect(new Set(findComponents(chain).values()).size).toBe(size);
  });
});
