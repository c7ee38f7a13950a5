import { isLoopbackName, splitHost } from '../http-edge/index.js';
import { ConfigurationError } from '../protocol/index.js';
import type { AppConfig } from './environment.js';

/** The hosts beside loopback ones by which clients may reach the server. */
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
  if (AUTH === 'bearer' || AUTH === 'jwt')
    throw new ConfigurationError(
      `AUTH=${AUTH} is not built yet: put an authenticating proxy in front and set AUTH=none`,
    );
  const exposed = publicHosts(config).find((host) => !isLoopbackName(splitHost(host)?.name ?? host));
  if (AUTH === undefined && exposed)
    throw new ConfigurationError(
      `AUTH must be set, since PUBLIC_URL or ALLOWED_HOSTS names ${exposed}: AUTH=none lets anyone call`,
    );
}
