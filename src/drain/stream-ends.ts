import { setTimeout as delay } from 'node:timers/promises';

/** Streams that may end in a second however few there are: these need no spreading. */
const UNSPREAD_PER_SECOND = 100;

/** Streams end in steps of this time: a timer for each of thousands would be none the better. */
const STEP_MS = 20;

/**
 * Runs every `end`, in random order and evenly over `spreadMs`, or faster where they are few.
 * @param stop runs all that are left at once
 */
export async function endSpread(
  ends: readonly (() => void)[],
  spreadMs: number,
  stop: AbortSignal,
): Promise<void> {
  const waiting = shuffle(ends);
  const totalMs = Math.min(spreadMs, (1000 * ends.length) / UNSPREAD_PER_SECOND);
  const startedAtMs = performance.now();
  while (waiting.length > 0) {
    const elapsedMs = performance.now() - startedAtMs + STEP_MS;
    const due = stop.aborted || elapsedMs >= totalMs ? ends.length : (ends.length * elapsedMs) / totalMs;
    while (waiting.length > 0 && ends.length - waiting.length < due) waiting.pop()!();
    if (waiting.length > 0) await delay(STEP_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Fisher and Yates. */
function shuffle<Member>(members: readonly Member[]): Member[] {
  const shuffled = [...members];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
