import { type Logger as Pino, pino } from 'pino';
import { LogOutput } from './log-output.js';

export interface LogOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
  readonly stream: 'stdout' | 'stderr';
}

/** A log, and where its lines go. */
export interface Log {
  readonly pino: Pino;
  readonly output: LogOutput;
}

let lastMs = 0;
let lastIsoTime = '';

/** Many lines are of the same millisecond, and making its text costs as much as the rest of a line. */
function isoTime(): string {
  const nowMs = Date.now();
  if (nowMs !== lastMs) {
    lastMs = nowMs;
    lastIsoTime = `,"time":"${new Date(nowMs).toISOString()}"`;
  }
  return lastIsoTime;
}

/** One line an event: JSON for machines, or coloured text for people. */
export async function createPino({ level, format, stream }: LogOptions): Promise<Log> {
  const options = {
    level,
    base: undefined,
    timestamp: isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const output = new LogOutput(stream, (droppedLines) =>
    log.warn({ droppedLines }, 'log lines were dropped, since nobody read them'),
  );
  const log = pino(options, format === 'json' ? output : await prettyOver(output));
  return { pino: log, output };
}

/** Not a stream of pino-pretty's own, which holds what is not read without a bound. */
async function prettyOver(output: LogOutput): Promise<Pick<LogOutput, 'write'>> {
  const { prettyFactory } = await import('pino-pretty');
  const toText = prettyFactory({ singleLine: true });
  return { write: (line) => output.write(toText(line) ?? '') };
}
