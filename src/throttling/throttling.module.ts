import {
  ConfigurableModuleBuilder,
  type DynamicModule,
  Module,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { Load } from '../availability/index.js';
import { FloodLimit } from '../http-edge/index.js';
import { CallGate, GivesWay, refuseIdleBinders, WorkMeter } from '../json-rpc/index.js';
import { NestHost, NestHostModule } from '../nest-host/index.js';
import { EventLoopLoad } from './event-loop-load.js';
import { HttpFloodLimit } from './http-flood-limit.js';
import { MemoryRateStorage } from './memory-rate-storage.js';
import { RateStorage } from './rate-storage.js';
import { ThrottlingGate } from './throttling-gate.js';
import { readRateLimit, ThrottlingOptions } from './throttling.options.js';
import { WorkLimit } from './work-limit.js';

/** What is left out keeps its default. */
export type ThrottlingModuleOptions = Partial<ThrottlingOptions>;

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<ThrottlingModuleOptions>()
    .setClassMethodName('forRoot')
    .setExtras({}, (definition) => ({ ...definition, global: true }))
    .build();

const OPTIONS: Provider = {
  provide: ThrottlingOptions,
  inject: [MODULE_OPTIONS_TOKEN],
  useFactory: (options: ThrottlingModuleOptions) => {
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    return Object.assign(new ThrottlingOptions(), Object.fromEntries(given));
  },
};

const STORAGE: Provider = {
  provide: MemoryRateStorage,
  inject: [ThrottlingOptions],
  useFactory: ({ maxKeys }: ThrottlingOptions) => new MemoryRateStorage(maxKeys),
};

/** `@nestjs/throttler` on the same storage, for guards of the app's own on routes of its own. */
const THROTTLER = ThrottlerModule.forRootAsync({
  inject: [ThrottlingOptions, MemoryRateStorage, { token: RateStorage, optional: true }],
  useFactory: (options: ThrottlingOptions, memory: MemoryRateStorage, storage?: RateStorage) => {
    const rate = readRateLimit(options, 'rateLimit');
    const throttlers = rate ? [{ limit: rate.limit, ttl: rate.windowMs }] : [];
    return { throttlers, storage: storage ?? memory };
  },
});

/**
 * Rate limits and overload: binds {@link CallGate}, {@link FloodLimit}, {@link WorkMeter} and {@link Load} for every module. Import it once,
 * besides `McpModule`. {@link RateStorage} is optional: a global module that exports one binds it.
 */
@GivesWay(CallGate, FloodLimit, WorkMeter, Load)
@Module({
  imports: [THROTTLER, NestHostModule],
  providers: [
    OPTIONS,
    STORAGE,
    ThrottlingGate,
    WorkLimit,
    { provide: WorkMeter, useExisting: WorkLimit },
    { provide: CallGate, useExisting: ThrottlingGate },
    { provide: FloodLimit, useClass: HttpFloodLimit },
    { provide: Load, useClass: EventLoopLoad },
  ],
  exports: [ThrottlingOptions, MemoryRateStorage, ThrottlingGate, CallGate, FloodLimit, Load, WorkMeter],
})
export class ThrottlingModule extends ConfigurableModuleClass implements OnModuleInit {
  constructor(private readonly host: NestHost) {
    super();
  }

  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return super.forRoot(options);
  }

  /** @throws ConfigurationError for a second {@link RateStorage}, which would not be asked */
  onModuleInit(): void {
    refuseIdleBinders([RateStorage], this.host.modules);
  }
}
