import {
  ConfigurableModuleBuilder,
  type DynamicModule,
  Module,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { CompletionModule } from './completion/index.js';
import { DrainModule, DrainOptions } from './drain/index.js';
import { FeaturesModule, ListOptions } from './features/index.js';
import { Challenge } from './http/index.js';
import { FloodLimit, HttpEdgeOptions } from './http-edge/index.js';
import {
  CallGate,
  CallOptions,
  refuseIdleBinders,
  ServedRevisions,
  ServerOptions,
  SubscriptionsOptions,
  WorkMeter,
} from './json-rpc/index.js';
import { NestHost, NestHostModule } from './nest-host/index.js';
import { LifecycleModule } from './lifecycle/index.js';
import { LoggingModule } from './logging/index.js';
import { ConfigurationError, REVISIONS, STATELESS_REVISIONS, type Wire, WIRES } from './protocol/index.js';
import { Availability, Load } from './availability/index.js';
import { CallLedger, SessionsOptions, SessionStore } from './sessions/index.js';
import { PromptsModule, PromptsOptions } from './prompts/index.js';
import { ResourcesModule, ResourcesOptions } from './resources/index.js';
import { ToolsModule, ToolsOptions } from './tools/index.js';
import { Authenticator } from './transport/admission/index.js';
import { DirectRoutesModule, DirectRoutesOptions } from './transport/direct-routes/index.js';
import { type Alias, EndpointsModule, ServedPaths, ServedWires } from './transport/endpoints/index.js';
import { EventStreamOptions } from './transport/event-stream/index.js';
import { HttpSseOptions } from './transport/http-sse/index.js';
import { StatelessHttpOptions } from './transport/stateless-http/index.js';
import { StreamableHttpOptions } from './transport/streamable-http/index.js';

/** Everything that can be set about the server in an app; what is left out keeps its default. */
export interface McpModuleOptions {
  /**
   * The wires that are served; others are not routed. It decides which routes there are, so it stands next to the factory
   * of `forRootAsync`, and not in what that returns. @default all
   */
  readonly wires?: readonly Wire[];

  /**
   * In front of every MCP route, behind the app's global prefix: with `ai` there are `/ai/mcp` and `/ai/sse`. It stands next
   * to the factory, as `wires` does. @default ''
   */
  readonly path?: string;

  /**
   * Paths that are served only when asked for: `/` takes what `/mcp` and `/sse` do, `/message` and `/messages` take messages
   * in place of `/sse/message`. It stands next to the factory, as `wires` does. @default none
   */
  readonly aliases?: readonly Alias[];
  readonly server?: Partial<ServerOptions>;
  readonly calls?: Partial<CallOptions>;
  readonly tools?: Partial<ToolsOptions>;
  readonly prompts?: Partial<PromptsOptions>;
  readonly resources?: Partial<ResourcesOptions>;
  readonly subscriptions?: Partial<SubscriptionsOptions>;
  readonly lists?: Partial<ListOptions>;
  readonly sessions?: Partial<SessionsOptions>;
  readonly streams?: Partial<EventStreamOptions>;
  readonly httpSse?: Partial<HttpSseOptions>;
  readonly streamableHttp?: Partial<StreamableHttpOptions>;
  readonly statelessHttp?: Partial<StatelessHttpOptions>;
  readonly edge?: Partial<HttpEdgeOptions>;
  readonly drain?: Partial<DrainOptions>;

  /**
   * Serves the MCP routes without Express, for an app that was created with a `DirectRoutesAdapter`. A route that has
   * middleware in front of it still goes through Express. @default false
   */
  readonly directRoutes?: boolean;
}

/** What says which routes there are, before any provider is made. */
type Routing = Pick<McpModuleOptions, 'wires' | 'path' | 'aliases'>;

/** Their names are what Nest keeps from providers. */
const ROUTING: Record<keyof Routing, undefined> = { wires: undefined, path: undefined, aliases: undefined };

/** What providers may read, once the routes are known. */
type Settings = Omit<McpModuleOptions, keyof Routing>;

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<Settings>()
    .setClassMethodName('forRoot')
    .setExtras<Routing>(ROUTING, route)
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
  bind(PromptsOptions, ({ prompts }) => prompts),
  bind(ResourcesOptions, ({ resources }) => resources),
  bind(SubscriptionsOptions, ({ subscriptions }) => subscriptions),
  bind(ListOptions, ({ lists }) => lists),
  bind(SessionsOptions, ({ sessions }) => sessions),
  bind(EventStreamOptions, ({ streams }) => streams),
  bind(HttpSseOptions, ({ httpSse, server }) => ({ serverName: server?.name, ...httpSse })),
  bind(StreamableHttpOptions, ({ streamableHttp }) => streamableHttp),
  bind(StatelessHttpOptions, ({ statelessHttp }) => statelessHttp),
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
 * An MCP server in any Nest app on Express: its routes, and the tools, prompts and resources of every provider. Import it
 * once, in the root module. All modules see its options, which is how each finds its own, and can inject `ToolRegistry`,
 * `PromptRegistry`, `ResourceRegistry` and `CurrentMcpContext`.
 */
@Module({
  imports: [
    DirectRoutesModule,
    DrainModule,
    FeaturesModule,
    LifecycleModule,
    LoggingModule,
    NestHostModule,
    PromptsModule,
    ResourcesModule,
    ToolsModule,
    // Behind the features whose arguments it completes.
    CompletionModule,
  ],
  exports: [FeaturesModule, PromptsModule, ResourcesModule, ToolsModule],
})
export class McpModule extends ConfigurableModuleClass implements OnModuleInit {
  constructor(private readonly host: NestHost) {
    super();
  }

  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return super.forRoot(options);
  }

  /**
   * @throws ConfigurationError for two modules that answer one question, of which only one would be asked, such as two of
   * this one
   */
  onModuleInit(): void {
    const imports = [...this.host.modules.values()].filter(({ metatype }) => metatype === McpModule);
    if (imports.length > 1)
      throw new ConfigurationError(
        `McpModule is imported ${imports.length} times, but it is one server: import it once, in the root module, ` +
          'and not in tools that rookery or createRookery serves',
      );
    refuseIdleBinders(SEAMS, this.host.modules);
  }
}

/**
 * Nest passes what `forRoot` and `forRootAsync` make through here.
 * @throws ConfigurationError for aliases that are not known
 */
function route(module: DynamicModule, routing: Routing): DynamicModule {
  const { wires = WIRES, path = '', aliases = [] } = routing;
  const paths = new ServedPaths(aliases);
  const providers = [
    ...OPTIONS,
    bindServedWires(wires),
    { provide: ServedPaths, useValue: paths },
    { provide: ServedRevisions, useValue: revisionsAtMcp(wires) },
  ];
  return {
    ...module,
    global: true,
    imports: [...(module.imports ?? []), EndpointsModule.forRoot({ wires, paths, path })],
    providers: [...(module.providers ?? []), ...providers],
    exports: providers.map((provider) => (provider as { provide: new () => object }).provide),
  };
}

/** Those that are served where `server/discover` is asked: the older ones have it nowhere. */
function revisionsAtMcp(wires: readonly Wire[]): ServedRevisions {
  const hasSessions = wires.includes('streamable-http') || !wires.includes('stateless-http');
  return new ServedRevisions(hasSessions ? REVISIONS : STATELESS_REVISIONS);
}

/** `httpSse.sessionlessPost` may take one of them back. @throws ConfigurationError for routing that comes too late */
function bindServedWires(wires: readonly Wire[]): Provider {
  return {
    provide: ServedWires,
    inject: [MODULE_OPTIONS_TOKEN, HttpSseOptions],
    useFactory: (options: object, { sessionlessPost }: HttpSseOptions) => {
      const late = Object.keys(ROUTING).find((name) => name in options);
      if (late !== undefined)
        throw new ConfigurationError(
          `\`${late}\` has to stand next to the useFactory of McpModule.forRootAsync`,
        );
      return new ServedWires(wires.filter((wire) => sessionlessPost || wire !== 'sessionless-post'));
    },
  };
}
