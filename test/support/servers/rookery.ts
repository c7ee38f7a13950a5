import type { Type } from '@nestjs/common';
import { SamplesModule } from '../../../src/samples/index.js';
import { createRookery, type Rookery, type RookeryOptions } from '../../../src/service/index.js';
import { DIRECT_ROUTES } from './direct-routes.js';
import { UNHURRIED } from './server-process.js';

export interface RunningRookery extends AsyncDisposable {
  readonly url: string;
  readonly rookery: Rookery;
}

/** The service in this process, on a free loopback port. */
export async function startRookery(
  environment: NodeJS.ProcessEnv = {},
  toolsModule: Type = SamplesModule,
  options: Pick<RookeryOptions, 'server'> = {},
): Promise<RunningRookery> {
  const rookery = await createRookery(toolsModule, {
    ...options,
    environment: { PORT: '0', LOG_LEVEL: 'silent', SHUTDOWN_SECONDS: '2', ...UNHURRIED, ...environment },
    directRoutes: DIRECT_ROUTES,
  });
  const url = await rookery.listen();
  return { url, rookery, [Symbol.asyncDispose]: () => rookery.close() };
}
