import { type DynamicModule, Module } from '@nestjs/common';
import { CallObserver } from '../json-rpc/index.js';
import { StreamObserver } from '../sessions/index.js';
import { LogCallObserver, LogStreamObserver } from './log.observers.js';
import type { PinoLogger } from './pino.logger.js';

/** Logs of calls and sessions: binds {@link CallObserver} and {@link StreamObserver} for every module. */
@Module({})
export class ObservabilityModule {
  static forRoot({ pino }: PinoLogger): DynamicModule {
    return {
      module: ObservabilityModule,
      global: true,
      providers: [
        { provide: CallObserver, useValue: new LogCallObserver(pino) },
        { provide: StreamObserver, useValue: new LogStreamObserver(pino) },
      ],
      exports: [CallObserver, StreamObserver],
    };
  }
}
