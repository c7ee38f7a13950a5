import {
  ConfigurableModuleBuilder,
  type DynamicModule,
  Module,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { DrainModule, DrainOptions } from './drain/index.js';
import { FeaturesModule, ListOptions, ServerOptions } from './features/index.js';
import { Challenge, FloodLimit, HttpEdgeOptions } from './http-edge/index.js';
import {
  CallGate,
  CallOptions,
  NestHost,
  NestHostModule,
  refuseIdleBinders,
  WorkMeter,
} from './json-rpc/index.js';
import { LifecycleModule } from './lifecycle/index.js';
import { LoggingModule } from './logging/index.js';
import { Availability, CallLedger, Load, SessionsOptions } from './sessions/index.js';
import { ToolsModule, ToolsOptions } from './tools/index.js';
import { Authenticator } from './transport/admission/index.js';
import { DirectRoutesModule, DirectRoutesOptions } from './transport/direct-routes/index.js';
import { EventStreamOptions } from './transport/event-stream/index.js';
import { HttpSseModule, HttpSseOptions } from './transport/http-sse/index.js';

/** Everything that can be set about the server in an app; what is left out keeps its default. */
export interface McpModuleOptions {
  readonly server?: Partial<ServerOptions>;
  readonly calls?: Partial<CallOptions>;
  readonly tools?: Partial<ToolsOptions>;
  readonly lists?: Partial<ListOptions>;
  readonly sessions?: Partial<SessionsOptions>;
  readonly streams?: Partial<EventStreamOptions>;
  readonly httpSse?: Partial<HttpSseOptions>;
  readonly edge?: Partial<HttpEdgeOptions>;
  readonly drain?: Partial<DrainOptions>;

  /**
   * Serves the MCP routes without Express, for an app that was created with a `DirectRoutesAdapter`. A route that has
   * middleware in front of it still goes through Express. @default false
   */
  readonly directRoutes?: boolean;
}

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<McpModuleOptions>().setClassMethodName('forRoot').build();

/** An options class, filled with the part of the module's options that is its own. */
function bind<Options extends object>(
  optionsClass: new () => Options,
  select: (options: McpModuleOptions) => Partial<Options> | undefined,
): Provider {
  return {
    provide: optionsClass,
    inject: [MODULE_OPTIONS_TOKEN],
    useFactory: (options: McpModuleOptions) => {
      const given = Object.entries(select(options) ?? {}).filter(([, value]) => value !== undefined);
      return Object.assign(new optionsClass(), Object.fromEntries(given));
    },
  };
}

const OPTIONS: Provider[] = [
  bind(ServerOptions, ({ server }) => server),
  bind(CallOptions, ({ calls }) => calls),
  bind(ToolsOptions, ({ tools }) => tools),
  bind(ListOptions, ({ lists }) => lists),
  bind(SessionsOptions, ({ sessions }) => sessions),
  bind(EventStreamOptions, ({ streams }) => streams),
  bind(HttpSseOptions, ({ httpSse, server }) => ({ serverName: server?.name, ...httpSse })),
  bind(HttpEdgeOptions, ({ edge }) => edge),
  bind(DrainOptions, ({ drain }) => drain),
  bind(DirectRoutesOptions, ({ directRoutes }) => ({ enabled: directRoutes })),
];

/** What the server asks of the modules around it. */
const SEAMS = [Authenticator, Availability, CallGate, CallLedger, Challenge, FloodLimit, Load, WorkMeter];

/**
 * An MCP server in any Nest app on Express: its routes, and the tools of every provider. Import it once, in the root
 * module. All modules see its options, which is how each finds its own, and can inject `ToolRegistry` and
 * `CurrentMcpContext`.
 */
@Module({
  imports: [
    DirectRoutesModule,
    DrainModule,
    FeaturesModule,
    LifecycleModule,
    LoggingModule,
    NestHostModule,
    ToolsModule,
    HttpSseModule,
  ],
  exports: [FeaturesModule, ToolsModule],
})
export class McpModule extends ConfigurableModuleClass implements OnModuleInit {
  constructor(private readonly host: NestHost) {
    super();
  }

  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return withOptions(super.forRoot(options));
  }

  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return withOptions(super.forRootAsync(options));
  }

  /** @throws ConfigurationError for two modules that answer one question, of which only one would be asked */
  onModuleInit(): void {
    refuseIdleBinders(SEAMS, this.host.modules);
  }
}

function withOptions(module: DynamicModule): DynamicModule {
  return {
    ...module,
    global: true,
    providers: [...(module.providers ?? []), ...OPTIONS],
    exports: OPTIONS.map((provider) => (provider as { provide: new () => object }).provide),
  };
}
