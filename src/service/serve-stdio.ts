import { setTimeout as delay } from 'node:timers/promises';
import { HttpAdapterHost, type NestApplicationContext, NestFactory } from '@nestjs/core';
import { loadStdioConfig } from '../config/index.js';
import { explainInjection } from '../nest-host/index.js';
import { STDIO_WIRE } from '../protocol/index.js';
import { claimStandardStreams, type StdioConversation, StdioTransport } from '../transport/stdio/index.js';
import { AppModule } from './app.module.js';
import { createLogger } from './create-logger.js';
import type { RookeryOptions, ToolsModule } from './rookery.options.js';
import { followSignals, type Signal } from './signals.js';

/**
 * The service for the one client that started this process, over its standard input and output. No port is opened, and who
 * started the process may call every tool: what is about ports and callers in the environment is not read. Logs, and what
 * tools print, go to the standard error.
 * @returns never: when the client has closed the input, or at SIGTERM, calls get their answers within `SHUTDOWN_SECONDS`, and the
 * process exits with 0
 * @throws ConfigurationError for a bad environment, or tools that cannot be served
 */
export async function serveStdio(
  toolsModule: ToolsModule,
  { environment, server }: Pick<RookeryOptions, 'environment' | 'server'> = {},
): Promise<never> {
  const pipes = claimStandardStreams();
  const config = loadStdioConfig(environment);
  const logger = await createLogger(config, 'stderr');
  const app = await NestFactory.createApplicationContext(
    AppModule.forRoot(toolsModule, config, logger, { server }),
    { logger, abortOnError: false },
  ).catch((error: unknown) => {
    throw explainInjection(error);
  });
  // From now on a tool that changes is one that a client may know.
  app.get(HttpAdapterHost).listening = true;
  const conversation = app.get(StdioTransport, { strict: false }).open(pipes);
  const stopped = new Promise<Signal>((resolve) => followSignals(resolve));
  logger.log(`Serving standard input and output, wires: ${STDIO_WIRE}`, 'Rookery');
  const left = conversation.serve().then(() => undefined);
  const signal = await Promise.race([left, stopped]);
  const shutdownMs = config.SHUTDOWN_SECONDS * 1000;
  logger.output.endWithin(shutdownMs);
  await Promise.race([close(app as NestApplicationContext, conversation, signal), delay(shutdownMs)]);
  process.exit(0);
}

/** @param signal what hooks of the app hear of, if it is why */
async function close(
  app: NestApplicationContext,
  conversation: StdioConversation,
  signal: Signal | undefined,
): Promise<void> {
  await app.close(signal);
  await conversation.flush();
}
