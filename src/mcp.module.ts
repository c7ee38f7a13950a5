import {
  ConfigurableModuleBuilder,
  type DynamicModule,
  Module,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { DrainModule, DrainOptions } from './drain/index.js';
import { FeaturesModule, ListOptions, ServerOptions } from './features/index.js';
import { Challenge } from './http/index.js';
import { FloodLimit, HttpEdgeOptions } from './http-edge/index.js';
import { CallGate, CallOptions, refuseIdleBinders, WorkMeter } from './json-rpc/index.js';
import { NestHost, NestHostModule } from './nest-host/index.js';
import { LifecycleModule } from './lifecycle/index.js';
import { LoggingModule } from './logging/index.js';
import { ConfigurationError, type Wire, WIRES } from './protocol/index.js';
import { Availability, Load } from './availability/index.js';
import { CallLedger, SessionsOptions, SessionStore } from './sessions/index.js';
import { ToolsModule, ToolsOptions } from './tools/index.js';
import { Authenticator } from './transport/admission/index.js';
import { DirectRoutesModule, DirectRoutesOptions } from './transport/direct-routes/index.js';
import { EndpointsModule, ServedWires } from './transport/endpoints/index.js';
import { EventStreamOptions } from './transport/event-stream/index.js';
import { HttpSseOptions } from './transport/http-sse/index.js';
import { StreamableHttpOptions } from './transport/streamable-http/index.js';

/** Everything that can be set about the server in an app; what is left out keeps its default. */
export interface McpModuleOptions {
  /**
   * The wires that are served; others are not routed. It decides which routes there are, so it stands next to the factory
   * of `forRootAsync`, and not in what that returns. @default all
   */
  readonly wires?: readonly Wire[];
  readonly server?: Partial<ServerOptions>;
  readonly calls?: Partial<CallOptions>;
  readonly tools?: Partial<ToolsOptions>;
  readonly lists?: Partial<ListOptions>;
  readonly sessions?: Partial<SessionsOptions>;
  readonly streams?: Partial<EventStreamOptions>;
  readonly httpSse?: Partial<HttpSseOptions>;
  readonly streamableHttp?: Partial<StreamableHttpOptions>;
  readonly edge?: Partial<HttpEdgeOptions>;
  readonly drain?: Partial<DrainOptions>;

  /**
   * Serves the MCP routes without Express, for an app that was created with a `DirectRoutesAdapter`. A route that has
   * middleware in front of it still goes through Express. @default false
   */
  readonly directRoutes?: boolean;
}

/** What providers may read, once the routes are known. */
type Settings = Omit<McpModuleOptions, 'wires'>;

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<Settings>()
    .setClassMethodName('forRoot')
    .setExtras<Pick<McpModuleOptions, 'wires'>>({ wires: WIRES }, serveWires)
    .build();

/** An options class, filled with the part of the module's options that is its own. */
function bind<Options extends object>(
  optionsClass: new () => Options,
  select: (options: Settings) => Partial<Options> | undefined,
): Provider {
  return {
    provide: optionsClass,
    inject: [MODULE_OPTIONS_TOKEN],
    useFactory: (options: Settings) => {
      const given = Object.entries(select(options) ?? {}).filter(([, value]) => value !== undefined);
      return Object.assign(new optionsClass(), Object.fromEntries(given));
    },
  };
}

const OPTIONS: Provider[] = [
  bind(ServerOptions, ({ server }) => server),
  bind(CallOptions, ({ calls }) => calls),
  bind(ToolsOptions, ({ tools, edge }) => ({ maxLenientValues: edge?.maxBodyValues, ...tools })),
  bind(ListOptions, ({ lists }) => lists),
  bind(SessionsOptions, ({ sessions }) => sessions),
  bind(EventStreamOptions, ({ streams }) => streams),
  bind(HttpSseOptions, ({ httpSse, server }) => ({ serverName: server?.name, ...httpSse })),
  bind(StreamableHttpOptions, ({ streamableHttp }) => streamableHttp),
  bind(HttpEdgeOptions, ({ edge }) => edge),
  bind(DrainOptions, ({ drain }) => drain),
  bind(DirectRoutesOptions, ({ directRoutes }) => ({ enabled: directRoutes })),
];

/** What the server asks of the modules around it. */
const SEAMS = [
  Authenticator,
  Availability,
  CallGate,
  CallLedger,
  Challenge,
  FloodLimit,
  Load,
  SessionStore,
  WorkMeter,
];

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
  ],
  exports: [FeaturesModule, ToolsModule],
})
export class McpModule extends ConfigurableModuleClass implements OnModuleInit {
  constructor(private readonly host: NestHost) {
    super();
  }

  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return super.forRoot(options);
  }

  /** @throws ConfigurationError for two modules that answer one question, of which only one would be asked */
  onModuleInit(): void {
    refuseIdleBinders(SEAMS, this.host.modules);
  }
}

/** Nest passes what `forRoot` and `forRootAsync` make through here. */
function serveWires(
  module: DynamicModule,
  { wires = WIRES }: Pick<McpModuleOptions, 'wires'>,
): DynamicModule {
  const providers = [...OPTIONS, bindServedWires(wires)];
  return {
    ...module,
    global: true,
    imports: [...(module.imports ?? []), EndpointsModule.forRoot(wires)],
    providers: [...(module.providers ?? []), ...providers],
    exports: providers.map((provider) => (provider as { provide: new () => object }).provide),
  };
}

/** `httpSse.sessionlessPost` may take one of them back. @throws ConfigurationError for `wires` that come too late */
function bindServedWires(wires: readonly Wire[]): Provider {
  return {
    provide: ServedWires,
    inject: [MODULE_OPTIONS_TOKEN, HttpSseOptions],
    useFactory: (options: object, { sessionlessPost }: HttpSseOptions) => {
      if ('wires' in options)
        throw new ConfigurationError('`wires` has to stand next to the useFactory of McpModule.forRootAsync');
      return new ServedWires(wires.filter((wire) => sessionlessPost || wire !== 'sessionless-post'));
    },
  };
}
