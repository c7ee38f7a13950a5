import { destination, type Logger as Pino, pino } from 'pino';

export interface LogOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
}

/** Lines are written together: as soon as there are so many bytes of them, or after so long. An exit flushes them. */
const BATCH_BYTES = 4096;
const FLUSH_MS = 100;

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
export async function createPino({ level, format }: LogOptions): Promise<Pino> {
  const options = {
    level,
    base: undefined,
    timestamp: isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (format === 'json')
    return pino(options, destination({ minLength: BATCH_BYTES, periodicFlush: FLUSH_MS }));
  const { default: pretty } = await import('pino-pretty');
  return pino(options, pretty({ sync: true, singleLine: true }));
}
