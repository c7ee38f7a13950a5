import type { LoggerService } from '@nestjs/common';

/** A log whose lines are compared: `level [context] message`, of a stack the first line. */
export class RecordedLog implements LoggerService {
  private lines: string[] = [];

  log(message: unknown, context?: unknown): void {
    this.add('log', message, context);
  }

  warn(message: unknown, context?: unknown): void {
    this.add('warn', message, context);
  }

  /** Nest gives a stack before the context, if there is one. */
  error(message: unknown, ...more: unknown[]): void {
    const [stack] = more.length > 1 ? String(more[0]).split('\n') : [];
    this.add('error', stack === undefined ? message : `${String(message)}: ${stack}`, more.at(-1));
  }

  /** @returns what was logged since the last time */
  take(): string[] {
    return this.lines.splice(0);
  }

  private add(level: string, message: unknown, context: unknown): void {
    const [text] = String(message).split('\n');
    this.lines.push(`${level} [${String(context)}] ${text}`);
  }
}
