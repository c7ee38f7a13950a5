import type { AuthModuleOptions } from '../auth/index.js';
import { type AppConfig, forcedHttpsUrl, isLocalMode, publicHosts } from '../config/index.js';
import { ServerOptions } from '../json-rpc/index.js';
import type { McpModuleOptions } from '../mcp.module.js';
import { sessionKeysFrom } from './session-keys-from.js';
import type { ThrottlingModuleOptions } from '../throttling/index.js';
import type { TracingOptions } from '../tracing/index.js';

const seconds = (value: number): number => value * 1000;

const LOCAL_MODE_HINT =
  'Only this machine is served while AUTH is unset. Choose AUTH, and set PUBLIC_URL or ALLOWED_HOSTS';

/** What the server says of itself. The environment, which is of one deployment, wins over the program. */
export function toServerOptions(config: AppConfig, given: Partial<ServerOptions> = {}): ServerOptions {
  const defaults = new ServerOptions();
  return {
    name: config.SERVER_NAME ?? given.name ?? defaults.name,
    version: config.SERVER_VERSION ?? given.version ?? defaults.version,
    title: config.SERVER_TITLE ?? given.title,
    instructions: config.SERVER_INSTRUCTIONS ?? given.instructions,
  };
}

/** The service's environment as the options of its modules. */
export function toMcpOptions(config: AppConfig, server: ServerOptions): McpModuleOptions {
  return {
    server,
    calls: toCallOptions(config),
    tools: {
      maxResultBytes: config.MAX_RESULT_BYTES,
      lenientArguments: config.LENIENT_ARGUMENTS === 'on',
    },
    prompts: { maxResultBytes: config.MAX_RESULT_BYTES },
    resources: { maxResultBytes: config.MAX_RESULT_BYTES },
    subscriptions: { maxPerSession: config.MAX_SUBSCRIPTIONS_PER_SESSION },
    lists: toListOptions(config),
    sessions: toSessionsOptions(config),
    streams: {
      heartbeatMs: seconds(config.HEARTBEAT_SECONDS),
      maxPendingBytes: config.MAX_PENDING_BYTES,
      maxBufferedBytes: config.MAX_BUFFERED_BYTES || undefined,
    },
    wires: config.WIRES,
    ...toWireOptions(config),
    edge: toEdgeOptions(config),
    drain: toDrainOptions(config),
  };
}

/** How each wire behaves. */
function toWireOptions(
  config: AppConfig,
): Pick<McpModuleOptions, 'httpSse' | 'streamableHttp' | 'statelessHttp'> {
  return {
    httpSse: {
      sessionlessPost: config.SESSIONLESS_POST === 'on',
      namedEvents: config.SSE_NAMED_EVENTS,
      publicPath: config.PUBLIC_URL?.pathname.replace(/\/+$/, ''),
    },
    streamableHttp: {
      responseMode: config.RESPONSE_MODE,
      sessions: config.STREAMABLE_SESSIONS === 'on',
    },
    statelessHttp: {
      responseMode: config.RESPONSE_MODE,
      headerMismatch: config.HEADER_MISMATCH,
      headerMismatchHint:
        'Set HEADER_MISMATCH (`statelessHttp.headerMismatch` of McpModule) to serve, and the server goes by params._meta',
    },
  };
}

function toListOptions(config: AppConfig): McpModuleOptions['lists'] {
  return {
    pageSize: config.LIST_PAGE_SIZE,
    ttlMs: config.LIST_TTL_MS,
    pageSizeHint: 'raise LIST_PAGE_SIZE (`lists.pageSize` of McpModule)',
  };
}

function toCallOptions(config: AppConfig): McpModuleOptions['calls'] {
  return {
    maxCalls: config.MAX_CALLS,
    maxCallsPerPrincipal: config.MAX_CALLS_PER_PRINCIPAL,
    maxCallsPerSession: config.MAX_CALLS_PER_SESSION,
    timeoutMs: seconds(config.TOOL_TIMEOUT_SECONDS),
    autoProgressMs: seconds(config.AUTO_PROGRESS_SECONDS),
  };
}

function toSessionsOptions(config: AppConfig): McpModuleOptions['sessions'] {
  return {
    maxSessions: config.MAX_SESSIONS,
    maxSessionsPerPrincipal: config.MAX_SESSIONS_PER_PRINCIPAL,
    maxSessionsPerAddress: config.MAX_SESSIONS_PER_ADDRESS,
    maxStreams: config.MAX_STREAMS,
    maxStreamsPerPrincipal: config.MAX_STREAMS_PER_PRINCIPAL,
    maxStreamsPerAddress: config.MAX_STREAMS_PER_ADDRESS,
    idleMs: seconds(config.SESSION_IDLE_SECONDS),
    keys: sessionKeysFrom(config),
    sealedMs: seconds(config.SEALED_SESSION_SECONDS),
    pingMs: seconds(config.PING_SECONDS),
    replayMs: seconds(config.REPLAY_SECONDS),
    replayEvents: config.REPLAY_EVENTS,
    replayBytes: config.REPLAY_BYTES,
    replayTotalBytes: config.REPLAY_TOTAL_BYTES,
    proxyHint:
      'Behind a proxy, set TRUST_PROXY (`edge.trustProxy` of McpModule), so that its clients are told apart',
  };
}

/** @returns `undefined` while traces are off */
export function toTracingOptions(
  config: AppConfig,
  { name, version }: ServerOptions,
): TracingOptions | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = config;
  if (!endpoint) return undefined;
  return {
    endpoint,
    serviceName: name,
    serviceVersion: version,
    sampler: config.OTEL_TRACES_SAMPLER ?? 'parentbased_always_on',
    ratio: config.OTEL_TRACES_SAMPLER_ARG ?? 1,
    shutdownMs: seconds(config.SHUTDOWN_SECONDS),
  };
}

function toDrainOptions(config: AppConfig): McpModuleOptions['drain'] {
  return {
    shutdownMs: seconds(config.SHUTDOWN_SECONDS),
    delayMs: seconds(config.DRAIN_DELAY_SECONDS),
    spreadMs: seconds(config.DRAIN_SPREAD_SECONDS),
  };
}

/** The variables that set the options of `AuthModule`. */
const AUTH_VARIABLES: AuthModuleOptions['optionNames'] = {
  bearer: 'AUTH=bearer',
  'bearer.token': 'AUTH_TOKEN',
  'bearer.tokens': 'AUTH_TOKENS',
  'bearer.tokensFile': 'AUTH_TOKENS_FILE',
  jwt: 'AUTH=jwt',
  'jwt.algorithms': 'JWT_ALGORITHMS',
  'jwt.audience': 'JWT_AUDIENCE',
  'jwt.claims': 'JWT_CLAIMS',
  'jwt.issuer': 'JWT_ISSUER',
  'jwt.jwksUrl': 'JWT_JWKS_URL',
  'jwt.scopeClaim': 'JWT_SCOPE_CLAIM',
  publicUrl: 'PUBLIC_URL',
};

export function toAuthOptions(config: AppConfig): AuthModuleOptions {
  const { PUBLIC_URL, PATH_PREFIX = '' } = config;
  return {
    requiredScopes: config.REQUIRED_SCOPES,
    publicUrl: PUBLIC_URL && PUBLIC_URL.href.replace(/\/+$/, '') + PATH_PREFIX,
    pathPrefix: PATH_PREFIX,
    optionNames: AUTH_VARIABLES,
    ...(config.AUTH === 'bearer' && {
      bearer: {
        token: config.AUTH_TOKEN,
        tokens: config.AUTH_TOKENS,
        tokensFile: config.AUTH_TOKENS_FILE,
      },
    }),
    ...(config.AUTH === 'jwt' && {
      jwt: {
        issuer: config.JWT_ISSUER,
        audience: config.JWT_AUDIENCE,
        jwksUrl: config.JWT_JWKS_URL?.href,
        algorithms: config.JWT_ALGORITHMS,
        types: config.JWT_TYPES,
        clockSkewSeconds: config.JWT_CLOCK_SKEW_SECONDS,
        scopeClaim: config.JWT_SCOPE_CLAIM,
        claims: config.JWT_CLAIMS,
      },
    }),
  };
}

export function toThrottlingOptions(config: AppConfig): ThrottlingModuleOptions {
  return {
    rateLimit: config.RATE_LIMIT,
    toolRateLimit: config.TOOL_RATE_LIMIT,
    workLimit: config.WORK_LIMIT,
    authFailuresLimit: config.AUTH_FAILURES_LIMIT,
    maxEventLoopDelayMs: config.MAX_EVENT_LOOP_DELAY_MS,
  };
}

function toEdgeOptions(config: AppConfig): McpModuleOptions['edge'] {
  return {
    allowedHosts: publicHosts(config),
    allowedOrigins: config.ALLOWED_ORIGINS,
    publicOrigin: config.PUBLIC_URL?.origin,
    corsCredentials: config.CORS_CREDENTIALS === 'true',
    trustProxy: config.TRUST_PROXY,
    forceHttpsUrl: forcedHttpsUrl(config),
    maxBodyBytes: config.MAX_BODY_BYTES,
    maxBodyValues: config.MAX_BODY_VALUES,
    maxReceivedBytes: config.MAX_BUFFERED_BYTES || undefined,
    bodyHint: 'Send less, or raise MAX_BODY_BYTES',
    originHint: 'Add it to ALLOWED_ORIGINS (`edge.allowedOrigins` of McpModule)',
    hostHint: isLocalMode(config) ? LOCAL_MODE_HINT : 'Add it to ALLOWED_HOSTS, or set PUBLIC_URL',
  };
}
