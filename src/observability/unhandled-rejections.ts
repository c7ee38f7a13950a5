import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { describeThrown } from './log-text.js';

/**
 * A promise that a tool forgot must not end the calls of all others, as Node's default does: it is logged, and the
 * service goes on. An exception that nobody caught still ends the process, which may be in any state then.
 */
@Injectable()
export class UnhandledRejections implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly pino: Pino) {}

  onModuleInit(): void {
    process.on('unhandledRejection', this.log);
  }

  onApplicationShutdown(): void {
    process.off('unhandledRejection', this.log);
  }

  private readonly log = (reason: unknown): void => {
    this.pino.error({ stack: describeThrown(reason) }, 'unhandled rejection');
  };
}
