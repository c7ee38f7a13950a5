import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type Server } from 'node:tls';
import { Logger } from '@nestjs/common';
import { ConfigurationError } from '../protocol/index.js';

/** How often the files are looked at. Watching them by events misses the way Kubernetes replaces a mounted secret. */
const POLL_MS = 2_000;

/** A certificate and its key as PEM text. */
interface CertificateText {
  readonly cert: string;
  readonly key: string;
}

/** The server's own certificate, which is renewed while it serves. */
export class TlsCertificate {
  private readonly logger = new Logger('Tls');

  private constructor(
    private readonly certFile: string,
    private readonly keyFile: string,
    readonly current: CertificateText,
  ) {}

  /** @throws ConfigurationError for files that cannot be read, or do not belong together */
  static read(certFile: string, keyFile: string): TlsCertificate {
    try {
      return new TlsCertificate(certFile, keyFile, readPair(certFile, keyFile));
    } catch (error) {
      throw new ConfigurationError(
        `TLS_CERT_FILE and TLS_KEY_FILE must name a certificate and its key in PEM: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  /** Gives the server what the files hold whenever they change, until it closes. What cannot be used is logged. */
  follow(server: Server): void {
    const reload = (): void => {
      try {
        server.setSecureContext(readPair(this.certFile, this.keyFile));
        this.logger.log('The certificate was renewed');
      } catch (error) {
        this.logger.error(
          `The new certificate cannot be used, the old one stays: ${(error as Error).message}`,
        );
      }
    };
    const files = [this.certFile, this.keyFile];
    for (const file of files) watchFile(file, { interval: POLL_MS, persistent: false }, reload);
    server.once('close', () => {
      for (const file of files) unwatchFile(file, reload);
    });
  }
}

/** @throws Error for a pair that does not belong together */
function readPair(certFile: string, keyFile: string): CertificateText {
  const pair = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  createSecureContext(pair);
  return pair;
}
