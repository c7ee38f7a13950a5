import { z } from 'zod';
import { ConfigurationError } from '../protocol/index.js';
import { ACCESS } from './access-variables.js';
import { CREDENTIALS } from './credentials-variables.js';
import { checkExposure } from './exposure.js';
import { type AppConfig, ENVIRONMENT } from './environment.js';
import { LISTENING } from './listening-variables.js';
import { HTTP_SSE, STREAMABLE_HTTP } from './service-variables.js';
import { checkTls } from './tls.js';
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
  return config;
}

/** What is about callers besides the one who starts the process, and about the ports that they come by. */
const OF_HTTP = [LISTENING, HTTP_SSE, STREAMABLE_HTTP, ACCESS, CREDENTIALS].flatMap(Object.keys);

/**
 * The environment of a process that serves the one client that started it: what is about ports and callers is not read, and
 * there is no proxy that a shutdown waits for, nor another caller to protect from this one.
 * @throws ConfigurationError as {@link loadConfig}
 */
export function loadStdioConfig(environment: NodeJS.ProcessEnv = process.env): AppConfig {
  const unread = Object.fromEntries(OF_HTTP.map((name) => [name, undefined]));
  return loadConfig({
    ...environment,
    ...unread,
    DRAIN_DELAY_SECONDS: '0',
    DRAIN_SPREAD_SECONDS: '0',
    WORK_LIMIT: 'off',
    MAX_EVENT_LOOP_DELAY_MS: '0',
  });
}

/** @throws ConfigurationError when nothing is left to finish calls in */
function checkShutdown({ SHUTDOWN_SECONDS, DRAIN_DELAY_SECONDS }: AppConfig): void {
  if (DRAIN_DELAY_SECONDS < SHUTDOWN_SECONDS) return;
  throw new ConfigurationError(
    `DRAIN_DELAY_SECONDS is part of SHUTDOWN_SECONDS, and must be below ${SHUTDOWN_SECONDS}`,
  );
}
