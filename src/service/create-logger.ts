import type { AppConfig } from '../config/index.js';
import { createPino, PinoLogger } from '../observability/index.js';

/** The log that the environment asks for. */
export async function createLogger(
  { LOG_LEVEL = 'info', LOG_FORMAT }: AppConfig,
  stream: 'stdout' | 'stderr',
): Promise<PinoLogger> {
  const format = LOG_FORMAT ?? (process[stream].isTTY ? 'pretty' : 'json');
  return new PinoLogger(await createPino({ level: LOG_LEVEL, format, stream }));
}
