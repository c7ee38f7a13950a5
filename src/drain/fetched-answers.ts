import { setTimeout as delay } from 'node:timers/promises';
import type { SessionsService } from '../sessions/index.js';

/** How often it is asked whether the clients have come back. */
const STEP_MS = 50;

/**
 * Resolves once calls and streams are done, and the clients that polled for an answer, or were cut off from it, have fetched
 * it, or did not come back in time. Each session ends when its client has all.
 * @param done resolves with the last call and stream
 * @param stop ends the wait
 */
export async function whenFetched(
  sessions: SessionsService,
  done: Promise<unknown>,
  stop: AbortSignal,
): Promise<void> {
  let isDone = false;
  const noted = done.then(() => (isDone = true));
  while (!stop.aborted) {
    const isOneAwaited = endFetched(sessions);
    if (isDone && !isOneAwaited) return;
    const step = delay(STEP_MS, undefined, { signal: stop }).catch(() => undefined);
    await (isDone ? step : Promise.race([noted, step]));
  }
}

/** @returns whether a client is awaited yet */
function endFetched(sessions: SessionsService): boolean {
  let isOneAwaited = false;
  for (const session of sessions.all()) {
    session.endIfIdle();
    isOneAwaited ||= session.owesAnswers;
  }
  return isOneAwaited;
}
