type Steps = readonly (readonly number[])[];

/**
 * The groups of positions that can reach each other in a graph; a position alone is one if it can reach itself.
 * @see https://en.wikipedia.org/wiki/Kosaraju%27s_algorithm
 */
export function loopsOf(next: Steps): ReadonlySet<number>[] {
  const seen = new Set<number>();
  const finished = next.flatMap((_, position) => visit(position, next, seen));
  const before = reverse(next);
  const taken = new Set<number>();
  return finished
    .toReversed()
    .map((position) => new Set(visit(position, before, taken)))
    .filter((group) => group.size > 1 || [...group].some((position) => next[position]!.includes(position)));
}

/** Positions that can be reached and were not seen, each behind all that it reaches. */
function visit(start: number, next: Steps, seen: Set<number>): number[] {
  if (seen.has(start)) return [];
  seen.add(start);
  const finished: number[] = [];
  const path = [{ position: start, steps: next[start]!.values() }];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const { value: step, done } = top.steps.next();
    if (done) {
      finished.push(top.position);
      path.pop();
    } else if (!seen.has(step)) {
      seen.add(step);
      path.push({ position: step, steps: next[step]!.values() });
    }
  }
  return finished;
}

function reverse(next: Steps): Steps {
  const before: number[][] = next.map(() => []);
  for (const [position, steps] of next.entries()) for (const step of steps) before[step]!.push(position);
  return before;
}
