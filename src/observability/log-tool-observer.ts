import { hash } from 'node:crypto';
import type { Logger as Pino } from 'pino';
import { type ToolChange, ToolObserver } from '../features/index.js';

/** The audit of tools that change while the server runs: one line for each change, with hashes to tell definitions apart. */
export class LogToolObserver extends ToolObserver {
  constructor(private readonly pino: Pino) {
    super();
  }

  toolChanged({ tool, before, after }: ToolChange): void {
    this.pino.warn(
      { tool, outcome: outcomeOf(before, after), before: hashOf(before), after: hashOf(after) },
      'tool changed',
    );
  }
}

function outcomeOf(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return 'registered';
  return after === undefined ? 'removed' : 'replaced';
}

function hashOf(definition: string | undefined): string | undefined {
  return definition === undefined ? undefined : hash('sha256', definition).slice(0, 12);
}
