import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import { constants } from 'node:os';
import { RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { refuseIdleVerifier } from './auth/index.js';
import { type AppConfig, isLocalMode, loadConfig, tlsFiles } from './config/index.js';
import {
  AccessObservers,
  checkConnectionsOften,
  createManagementServer,
  HttpEdge,
  JsonRpcErrorFilter,
  limitConnections,
  refuseExpectations,
  refuseTunnels,
  TlsCertificate,
} from './http-edge/index.js';
import { explainInjection } from './json-rpc/index.js';
import { createPino, PinoLogger } from './observability/index.js';
import { ConfigurationError } from './protocol/index.js';
import { DirectRoutesAdapter } from './transport/direct-routes/index.js';
import { ROOT_PATHS, ServedWires } from './transport/endpoints/index.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** A session's stream, and the connection that its messages are posted on. */
const CONNECTIONS_PER_SESSION = 2;

/** For probes, calls without a session, and clients that are refused. */
const SPARE_CONNECTIONS = 1_000;

/** As many as the sessions need. */
function connectionsFor({ MAX_SESSIONS }: AppConfig): number {
  return CONNECTIONS_PER_SESSION * MAX_SESSIONS + SPARE_CONNECTIONS;
}

export interface RookeryOptions {
  /** Where the configuration is read from. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;

  /** Serves the MCP routes without Express; a route with middleware in front of it goes through Express all the same. @default true */
  readonly directRoutes?: boolean;
}

/** The service, ready to listen. */
export class Rookery {
  constructor(
    readonly app: NestExpressApplication,
    readonly config: AppConfig,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Starts to listen, as the environment says.
   * @returns the URL it listens on
   * @throws ConfigurationError when the port is taken, or the address is not this machine's
   */
  async listen(): Promise<string> {
    const { PORT, HOST = '127.0.0.1' } = this.config;
    await this.app.listen(PORT, HOST).catch((error: unknown) => {
      throw toListenError(error, PORT, HOST);
    });
    const scheme = tlsFiles(this.config) ? 'https' : 'http';
    const url = urlOf(scheme, this.app.getHttpServer().address() as AddressInfo);
    if (isLocalMode(this.config))
      this.logger.warn(
        `AUTH is unset: only requests to a loopback Host are served. Choose AUTH, and set PUBLIC_URL or ALLOWED_HOSTS, to serve others`,
        'Rookery',
      );
    this.logDescriptors();
    const { names } = this.app.get(ServedWires, { strict: false });
    this.logger.log(`Listening on ${url}, wires: ${names.join(', ')}`, 'Rookery');
    await this.listenForManagement(HOST);
    return url;
  }

  private logDescriptors(): void {
    const wanted = connectionsFor(this.config);
    const { connections, shortOf } = limitConnections(wanted);
    if (shortOf === undefined) return;
    this.logger.log(
      `The process may open ${shortOf} files: ${connections} connections are served, but MAX_SESSIONS=${this.config.MAX_SESSIONS} needs ${wanted}. Raise the limit (ulimit -n), or lower MAX_SESSIONS`,
      'Rookery',
    );
  }

  /** Probes are answered until the end: this server closes with the other one. */
  private async listenForManagement(host: string): Promise<void> {
    const { MANAGEMENT_PORT: port, MANAGEMENT_HOST = host } = this.config;
    if (port < 0) return;
    const serve = this.app.getHttpAdapter().getInstance() as RequestListener;
    const server = createManagementServer(serve).listen(port, MANAGEMENT_HOST);
    await once(server, 'listening').catch((error: unknown) => {
      throw toListenError(error, port, MANAGEMENT_HOST, 'MANAGEMENT_');
    });
    this.app.getHttpServer().once('close', () => {
      server.close();
      server.closeAllConnections();
    });
    const url = urlOf('http', server.address() as AddressInfo);
    this.logger.log(`Probes and metrics on ${url}`, 'Rookery');
  }

  /** Drains and stops. */
  async close(): Promise<void> {
    await this.app.close();
  }
}

/**
 * The whole service around one module of tools: configuration, checks, limits, health, logs and drain.
 * @throws ConfigurationError for a bad environment, or tools that cannot be served
 */
export async function createRookery(
  toolsModule: Type,
  { environment, directRoutes = true }: RookeryOptions = {},
): Promise<Rookery> {
  const config = loadConfig(environment);
  const isTerminal = process.stdout.isTTY;
  const log = await createPino({
    level: config.LOG_LEVEL ?? 'info',
    format: config.LOG_FORMAT ?? (isTerminal ? 'pretty' : 'json'),
  });
  const logger = new PinoLogger(log);
  const files = tlsFiles(config);
  const certificate = files && TlsCertificate.read(...files);
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(toolsModule, config, logger, directRoutes),
    new DirectRoutesAdapter(),
    {
      ...(certificate && {
        httpsOptions: toHttpsOptions(certificate, config),
      }),
      logger,
      bodyParser: false,
      abortOnError: false,
      forceCloseConnections: true,
    },
  ).catch((error: unknown) => {
    throw explainInjection(error);
  });
  if (config.AUTH === undefined) refuseIdleVerifier(app.get(ModulesContainer));
  configure(app, config);
  certificate?.follow(app.getHttpServer() as unknown as TlsServer);
  await app.init();
  followSignals(app.getHttpServer(), () => log.output.endWithin(config.SHUTDOWN_SECONDS * 1000));
  return new Rookery(app, config, logger);
}

function configure(app: NestExpressApplication, config: AppConfig): void {
  app.disable('x-powered-by');
  const lone = { strict: false };
  // What no route takes is counted and answered as the refusals of routes are.
  app.useGlobalFilters(
    new JsonRpcErrorFilter(undefined, app.get(AccessObservers, lone), app.get(HttpEdge, lone)),
  );
  if (config.PATH_PREFIX)
    app.setGlobalPrefix(config.PATH_PREFIX, {
      exclude: ROOT_PATHS.map((path) => ({ path, method: RequestMethod.ALL })),
    });
  app.enableShutdownHooks([...SIGNALS], { useProcessExit: true });
  const server = app.getHttpServer();
  refuseTunnels(server);
  refuseExpectations(server);
  server.keepAliveTimeout = config.KEEP_ALIVE_SECONDS * 1000;
  server.headersTimeout = config.HEADERS_TIMEOUT_SECONDS * 1000;
  server.requestTimeout = config.REQUEST_TIMEOUT_SECONDS * 1000;
  checkConnectionsOften(server);
  server.maxConnections = limitConnections(connectionsFor(config)).connections;
}

/** Nest passes on what it does not name: a handshake has as much time as the head of a request. */
function toHttpsOptions(
  { current }: TlsCertificate,
  { HEADERS_TIMEOUT_SECONDS }: AppConfig,
): TlsCertificate['current'] & { handshakeTimeout: number } {
  return { ...current, handshakeTimeout: HEADERS_TIMEOUT_SECONDS * 1000 };
}

/** The first signal begins the shutdown. A second one ends the process at once: its sender does not wait for the drain. */
function followSignals(server: Server, onShutdown: () => void): void {
  let count = 0;
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    if (++count === 1) onShutdown();
    else process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  server.once('close', () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  });
}

function urlOf(scheme: string, { address, port, family }: AddressInfo): string {
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** @param prefix of the variables that say where */
function toListenError(error: unknown, port: number, host: string, prefix = ''): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new ConfigurationError(`Port ${port} of ${host} is in use: set ${prefix}PORT to another one`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new ConfigurationError(`${prefix}HOST must be an address of this machine, but is "${host}"`);
  if (code === 'EACCES')
    return new ConfigurationError(`Port ${port} needs rights this process does not have: set ${prefix}PORT`);
  return error;
}
