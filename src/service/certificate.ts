import { type AppConfig, tlsFiles } from '../config/index.js';
import { TlsCertificate } from '../http-server/index.js';
import { ConfigurationError } from '../protocol/index.js';

/**
 * The certificate that the service is to serve HTTPS with.
 * @returns `undefined` for one that serves HTTP
 * @throws ConfigurationError for files that cannot be read, or do not belong together
 */
export function readCertificate(config: AppConfig): TlsCertificate | undefined {
  const files = tlsFiles(config);
  try {
    return files && TlsCertificate.read(...files);
  } catch (error) {
    throw new ConfigurationError(
      `TLS_CERT_FILE and TLS_KEY_FILE must name a certificate and its key in PEM: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** Nest passes on what it does not name: a handshake has as much time as the head of a request. */
export function toHttpsOptions(
  { current }: TlsCertificate,
  { HEADERS_TIMEOUT_SECONDS }: AppConfig,
): TlsCertificate['current'] & { handshakeTimeout: number } {
  return { ...current, handshakeTimeout: HEADERS_TIMEOUT_SECONDS * 1000 };
}
