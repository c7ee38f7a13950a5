import type { LoggerService } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import type { Log } from './create-pino.js';
import type { LogOutput } from './log-output.js';
import { describeThrown, toLogText } from './log-text.js';

/** Nest tells each module and route at boot: of no use in a log but while debugging. */
const BOOT_CONTEXTS = new Set<unknown>([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
]);

/** Nest's log lines through pino. */
export class PinoLogger implements LoggerService {
  readonly pino: Pino;
  readonly output: LogOutput;

  constructor({ pino, output }: Log) {
    this.pino = pino;
    this.output = output;
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(BOOT_CONTEXTS.has(rest.at(-1)) ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Of an app that cannot listen Nest tells twice: here, and by the error it throws. */
  error(message: unknown, ...rest: unknown[]): void {
    this.write(rest.at(-1) === 'NestApplication' ? 'debug' : 'error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest passes the context last, and a stack before it. */
  private write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.at(-1);
    const [stack] = rest.slice(0, -1);
    const text = toLogText(message instanceof Error ? message.message : String(message));
    const detail = message instanceof Error ? message.stack : stack;
    const shown = typeof detail === 'string' ? toLogText(detail) : describeThrown(detail);
    this.pino[level]({ context, ...(detail !== undefined && { stack: shown }) }, text);
  }
}
