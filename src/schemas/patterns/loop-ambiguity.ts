import { loopsOf } from './loops.js';

/** What an automaton must say to be searched for ambiguous loops. */
interface Automaton {
  readonly next: readonly (readonly number[])[];
  /** Whether one character can be taken at both positions. */
  readonly overlap: (a: number, b: number) => boolean;
}

/** Pairs of steps that are looked at; takes about a second. */
const MAX_STEPS = 30_000_000;

/**
 * Whether some text can go round a loop in two ways: then a search that backtracks tries 2^n ways for n rounds (Weber and
 * Seidl, "On the degree of ambiguity of finite automata", 1991, criterion EDA).
 * @returns `undefined` where that takes too long to say
 */
export function hasAmbiguousLoop(automaton: Automaton): boolean | undefined {
  const loops = loopsOf(automaton.next);
  if (loops.some((loop) => [...loop].some((position) => hasTwin(automaton.next[position]!, loop))))
    return true;
  let steps = 0;
  for (const loop of loops) {
    const pairs = new PairsOfWalks(automaton, loop, MAX_STEPS - steps);
    if (pairs.meetAgain) return true;
    steps += pairs.steps;
    if (steps >= MAX_STEPS) return undefined;
  }
  return false;
}

function hasTwin(steps: readonly number[], loop: ReadonlySet<number>): boolean {
  const inLoop = steps.filter((step) => loop.has(step));
  return new Set(inLoop).size < inLoop.length;
}

/** Two walks through one loop that take the same text. */
class PairsOfWalks {
  steps = 0;
  private readonly size: number;
  /** Where a pair can come from. */
  private readonly before = new Map<number, number[]>();

  constructor(
    private readonly automaton: Automaton,
    private readonly loop: ReadonlySet<number>,
    private readonly maxSteps: number,
  ) {
    this.size = automaton.next.length;
  }

  /** Whether two walks that start together can part and meet. */
  get meetAgain(): boolean {
    const together = [...this.loop].map((position) => position * this.size + position);
    const reached = new Set(together);
    for (const pair of reached) {
      if (this.steps >= this.maxSteps) return false;
      for (const step of this.after(pair)) reached.add(step);
    }
    const returning = new Set(together);
    for (const pair of returning) for (const earlier of this.before.get(pair) ?? []) returning.add(earlier);
    return returning.size > together.length;
  }

  private after(pair: number): number[] {
    const [a, b] = [Math.floor(pair / this.size), pair % this.size];
    const { next, overlap } = this.automaton;
    const [nextA, nextB] = [a, b].map((position) => next[position]!.filter((step) => this.loop.has(step)));
    this.steps += nextA!.length * nextB!.length;
    const steps = nextA!.flatMap((x) => nextB!.filter((y) => overlap(x, y)).map((y) => x * this.size + y));
    for (const step of steps) {
      const from = this.before.get(step);
      if (from) from.push(pair);
      else this.before.set(step, [pair]);
    }
    return steps;
  }
}
