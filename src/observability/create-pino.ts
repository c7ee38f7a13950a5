import { type Logger as Pino, pino, stdTimeFunctions } from 'pino';

export interface LogOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
}

/** One line an event: JSON for machines, or coloured text for people. */
export async function createPino({ level, format }: LogOptions): Promise<Pino> {
  const options = {
    level,
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (format === 'json') return pino(options);
  const { default: pretty } = await import('pino-pretty');
  return pino(options, pretty({ sync: true, singleLine: true }));
}
