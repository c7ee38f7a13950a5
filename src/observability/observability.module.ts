import { type DynamicModule, Module } from '@nestjs/common';
import { ToolObserver } from '../features/index.js';
import { AccessObserver } from '../http-edge/index.js';
import { CallObserver } from '../json-rpc/index.js';
import { NestHost, NestHostModule } from '../nest-host/index.js';
import { SessionObserver } from '../sessions/index.js';
import { ClientQuirkObserver } from '../transport/client-quirks/index.js';
import { LogAccessObserver } from './log-access-observer.js';
import { LogClientQuirkObserver } from './log-client-quirk-observer.js';
import { LogToolObserver } from './log-tool-observer.js';
import { LogCallObserver, LogSessionObserver } from './log-observers.js';
import type { PinoLogger } from './pino-logger.js';
import { UnhandledRejections } from './unhandled-rejections.js';

/** Logs of calls, sessions, tools, refused requests and clients' quirks. Observers of the app join these. */
@Module({})
export class ObservabilityModule {
  static forRoot({ pino }: PinoLogger): DynamicModule {
    return {
      module: ObservabilityModule,
      imports: [NestHostModule],
      providers: [
        { provide: CallObserver, useValue: new LogCallObserver(pino) },
        { provide: AccessObserver, useValue: new LogAccessObserver(pino) },
        { provide: ClientQuirkObserver, useValue: new LogClientQuirkObserver(pino) },
        { provide: SessionObserver, useValue: new LogSessionObserver(pino) },
        {
          provide: ToolObserver,
          inject: [NestHost],
          useFactory: (host: NestHost) => new LogToolObserver(pino, host),
        },
        { provide: UnhandledRejections, useValue: new UnhandledRejections(pino) },
      ],
    };
  }
}
