import { ConfigurationError } from '../protocol/index.js';
import type { AppConfig } from './environment.js';

/** The files of the server's own certificate, if it has one. */
export function tlsFiles({
  TLS_CERT_FILE,
  TLS_KEY_FILE,
}: AppConfig): [cert: string, key: string] | undefined {
  return TLS_CERT_FILE && TLS_KEY_FILE ? [TLS_CERT_FILE, TLS_KEY_FILE] : undefined;
}

/** Where requests in clear are sent, if they are not served. */
export function forcedHttpsUrl({ FORCE_HTTPS, PUBLIC_URL }: AppConfig): string | undefined {
  return FORCE_HTTPS === 'true' ? PUBLIC_URL?.href.replace(/\/+$/, '') : undefined;
}

/** @throws ConfigurationError for half a certificate, or a FORCE_HTTPS that would turn every request away */
export function checkTls(config: AppConfig): void {
  const { TLS_CERT_FILE, TLS_KEY_FILE, FORCE_HTTPS, PUBLIC_URL, TRUST_PROXY } = config;
  if (Boolean(TLS_CERT_FILE) !== Boolean(TLS_KEY_FILE))
    throw new ConfigurationError('TLS_CERT_FILE and TLS_KEY_FILE must both be set, or neither');
  if (FORCE_HTTPS !== 'true') return;
  if (PUBLIC_URL?.protocol !== 'https:')
    throw new ConfigurationError('FORCE_HTTPS needs a PUBLIC_URL with https, which requests are sent to');
  if (!tlsFiles(config) && TRUST_PROXY === 0)
    throw new ConfigurationError(
      'FORCE_HTTPS needs TRUST_PROXY: only the proxy in front knows whether a request came by HTTPS',
    );
}
