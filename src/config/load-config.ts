import { z } from 'zod';
import { ConfigurationError } from '../protocol/index.js';
import { checkExposure } from './exposure.js';
import { type AppConfig, ENVIRONMENT } from './environment.js';
import { checkTls } from './tls.js';
import { UNREAD_OVER_STDIO } from './unread-over-stdio.js';
import type { Variable } from './variable.js';

const VARIABLES: [string, Variable<unknown>][] = Object.values(ENVIRONMENT).flatMap((group) =>
  Object.entries(group as Record<string, Variable<unknown>>),
);

const SCHEMA = z.object(
  Object.fromEntries(
    VARIABLES.map(([name, { schema, fallback }]) => [
      name,
      schema.optional().transform((value) => value ?? fallback),
    ]),
  ),
);

/**
 * The one reader of the environment. A variable that is empty counts as unset.
 * @throws ConfigurationError that names the first variable with a bad value, and what it has to be
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): AppConfig {
  const given = Object.entries(environment).filter(([, value]) => value?.trim());
  const result = SCHEMA.safeParse(Object.fromEntries(given));
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue?.path[0]);
    const isSecret = VARIABLES.some(([secret, variable]) => secret === name && variable.isSecret);
    const shown = isSecret ? 'another text' : JSON.stringify(environment[name]);
    throw new ConfigurationError(`${name} must be ${issue?.message}, but is ${shown}`);
  }
  const config = result.data as AppConfig;
  checkExposure(config);
  checkTls(config);
  checkShutdown(config);
  checkWires(config);
  return config;
}

/**
 * The environment of a process that serves the one client that started it. {@link UNREAD_OVER_STDIO} has what it does not read,
 * so that an environment that was made for HTTP does not keep it from starting.
 * @throws ConfigurationError as {@link loadConfig}
 */
export function loadStdioConfig(environment: NodeJS.ProcessEnv = process.env): AppConfig {
  return loadConfig({ ...environment, ...UNREAD_OVER_STDIO });
}

/** @throws ConfigurationError when nothing is left to finish calls in */
function checkShutdown({ SHUTDOWN_SECONDS, DRAIN_DELAY_SECONDS }: AppConfig): void {
  if (DRAIN_DELAY_SECONDS < SHUTDOWN_SECONDS) return;
  throw new ConfigurationError(
    `DRAIN_DELAY_SECONDS is part of SHUTDOWN_SECONDS, and must be below ${SHUTDOWN_SECONDS}`,
  );
}

/** @throws ConfigurationError when one variable takes back all that another one leaves */
function checkWires({ WIRES, SESSIONLESS_POST }: AppConfig): void {
  if (SESSIONLESS_POST === 'on' || WIRES.some((wire) => wire !== 'sessionless-post')) return;
  throw new ConfigurationError(
    'WIRES=sessionless-post with SESSIONLESS_POST=off leaves no wire that clients could reach the server by',
  );
}
