import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:tls';
import { NotFoundException, RequestMethod } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type AppConfig, loadConfig } from '../config/index.js';
import { AccessObservers, HttpEdge, JsonRpcErrorFilter } from '../http-edge/index.js';
import {
  checkConnectionsOften,
  limitConnections,
  refuseExpectations,
  refuseTunnels,
} from '../http-server/index.js';
import { explainInjection } from '../nest-host/index.js';
import { DirectRoutesAdapter } from '../transport/direct-routes/index.js';
import { ROOT_PATHS } from '../transport/endpoints/index.js';
import { AppModule } from './app.module.js';
import { readCertificate, toHttpsOptions } from './certificate.js';
import { connectionsFor } from './connections.js';
import { createLogger } from './create-logger.js';
import { checkOwnCredentials } from './credentials.js';
import { Rookery } from './rookery.js';
import type { RookeryOptions, ToolsModule } from './rookery.options.js';
import { followSignals, SIGNALS } from './signals.js';

/**
 * The whole service around one module of tools: configuration, checks, limits, health, logs and drain.
 * @throws ConfigurationError for a bad environment, or tools that cannot be served
 */
export async function createRookery(
  toolsModule: ToolsModule,
  { environment, server, directRoutes = true, logTo = 'stdout' }: RookeryOptions = {},
): Promise<Rookery> {
  const config = loadConfig(environment);
  const logger = await createLogger(config, logTo);
  const certificate = readCertificate(config);
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(toolsModule, config, logger, { directRoutes, server }),
    new DirectRoutesAdapter(),
    {
      ...(certificate && { httpsOptions: toHttpsOptions(certificate, config) }),
      logger,
      bodyParser: false,
      abortOnError: false,
      forceCloseConnections: true,
    },
  ).catch((error: unknown) => {
    throw explainInjection(error);
  });
  checkOwnCredentials(app.get(ModulesContainer), config);
  const errors = new JsonRpcErrorFilter(
    undefined,
    app.get(AccessObservers, { strict: false }),
    app.get(HttpEdge, { strict: false }),
  );
  // What no route takes is counted and answered as the refusals of routes are.
  app.useGlobalFilters(errors);
  configure(app, config);
  certificate?.follow(app.getHttpServer() as unknown as TlsServer);
  await app.init();
  // Nest answers unknown paths behind the global prefix alone.
  if (config.PATH_PREFIX)
    app.use((request: IncomingMessage, response: ServerResponse) =>
      errors.answer(new NotFoundException(), request, response),
    );
  const unfollow = followSignals(() => logger.output.endWithin(config.SHUTDOWN_SECONDS * 1000));
  app.getHttpServer().once('close', unfollow);
  return new Rookery(app, config, logger);
}

function configure(app: NestExpressApplication, config: AppConfig): void {
  app.disable('x-powered-by');
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
