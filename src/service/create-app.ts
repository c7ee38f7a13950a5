import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AppConfig } from '../config/index.js';
import type { TlsCertificate } from '../http-server/index.js';
import { explainInjection } from '../nest-host/index.js';
import { createPino, PinoLogger } from '../observability/index.js';
import { DirectRoutesAdapter } from '../transport/direct-routes/index.js';
import { toHttpsOptions } from './certificate.js';

/** The log that the environment asks for. */
export async function createLogger(config: AppConfig, stream: 'stdout' | 'stderr'): Promise<PinoLogger> {
  const log = await createPino({
    level: config.LOG_LEVEL ?? 'info',
    format: config.LOG_FORMAT ?? (process[stream].isTTY ? 'pretty' : 'json'),
    stream,
  });
  return new PinoLogger(log);
}

/** A Nest app that is not initialised yet, around the whole service. */
export function createApp(
  module: DynamicModule,
  config: AppConfig,
  logger: PinoLogger,
  certificate?: TlsCertificate,
): Promise<NestExpressApplication> {
  return NestFactory.create<NestExpressApplication>(module, new DirectRoutesAdapter(), {
    ...(certificate && { httpsOptions: toHttpsOptions(certificate, config) }),
    logger,
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  }).catch((error: unknown) => {
    throw explainInjection(error);
  });
}
