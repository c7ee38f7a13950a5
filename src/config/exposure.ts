import { isLoopbackName, splitHost } from '../http-edge/index.js';
import { ConfigurationError } from '../protocol/index.js';
import type { AppConfig } from './environment.js';

/** The hosts besides loopback ones by which clients may reach the server. */
export function publicHosts({ PUBLIC_URL, ALLOWED_HOSTS }: AppConfig): string[] {
  return [...(PUBLIC_URL ? [PUBLIC_URL.hostname] : []), ...(ALLOWED_HOSTS ?? [])];
}

/** Whether only this machine's own names are served, since nobody chose who may call. */
export function isLocalMode(config: AppConfig): boolean {
  return config.AUTH === undefined && !isLoopbackName(config.HOST ?? '') && config.HOST !== '::1';
}

/** @throws ConfigurationError when others could reach a server without anybody having chosen who may */
export function checkExposure(config: AppConfig): void {
  const { AUTH } = config;
  checkCredentials(config);
  const exposed = publicHosts(config).find((host) => !isLoopbackName(splitHost(host)?.name ?? host));
  if (AUTH === undefined && exposed)
    throw new ConfigurationError(
      `AUTH must be set, since PUBLIC_URL or ALLOWED_HOSTS names ${exposed}: AUTH=none lets anyone call`,
    );
}

const VARIABLES_OF = {
  bearer: ['AUTH_TOKEN', 'AUTH_TOKENS', 'AUTH_TOKENS_FILE'],
  jwt: ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URL', 'JWT_SCOPE_CLAIM', 'JWT_CLAIMS'],
} as const;

/** Credentials that nobody asks for would look like a lock. With `none` it was chosen that nobody asks. */
function checkCredentials(config: AppConfig): void {
  const { AUTH } = config;
  if (AUTH === 'none') return;
  for (const [mode, names] of Object.entries(VARIABLES_OF)) {
    const unused = mode === AUTH ? undefined : names.find((name) => config[name] !== undefined);
    if (unused)
      throw new ConfigurationError(
        `${unused} is set, but AUTH is ${AUTH ?? 'unset'}: it is for AUTH=${mode}`,
      );
  }
  if (AUTH === undefined && config.REQUIRED_SCOPES)
    throw new ConfigurationError(
      'REQUIRED_SCOPES is set, but AUTH is unset: it is for AUTH=bearer or AUTH=jwt',
    );
}
