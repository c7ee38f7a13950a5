import { constants } from 'node:os';

/** What the service drains and ends at. */
export const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export type Signal = (typeof SIGNALS)[number];

/**
 * The first signal begins the shutdown. A second one ends the process at once: its sender does not wait for the drain.
 * @returns what ends the listening
 */
export function followSignals(onShutdown: (signal: Signal) => void): () => void {
  let count = 0;
  const onSignal = (signal: Signal): void => {
    if (++count === 1) onShutdown(signal);
    else process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
