import { hash } from 'node:crypto';
import type { Logger as Pino } from 'pino';
import type { NestHost } from '../nest-host/index.js';
import { type ToolChange, ToolObserver } from '../features/index.js';

/**
 * The audit of tools that change while the server runs: one line for each change, with hashes to tell definitions apart. It
 * is a warning where clients could have seen another definition before, and else for debugging.
 */
export class LogToolObserver extends ToolObserver {
  constructor(
    private readonly pino: Pino,
    private readonly host: Pick<NestHost, 'isListening'>,
  ) {
    super();
  }

  toolChanged({ tool, before, after }: ToolChange): void {
    const level = this.host.isListening && before !== after ? 'warn' : 'debug';
    if (!this.pino.isLevelEnabled(level)) return;
    this.pino[level](
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
