import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, DEFAULT_CIPHERS, type Server } from 'node:tls';
import { Logger } from '@nestjs/common';

/** How often the files are looked at. Watching them by events misses the way Kubernetes replaces a mounted secret. */
const POLL_MS = 2_000;

/** Those of Node, in its order, or of `--tls-cipher-list`, without CBC with SHA-1. RFC 9325, section 4.2 has it as outdated. */
const CIPHERS = `${DEFAULT_CIPHERS}:!SHA1`;

/** A certificate and its key as PEM text, and what they are used with. */
interface CertificateText {
  readonly cert: string;
  readonly key: string;
  readonly ciphers: string;
}

/** The server's own certificate, which is renewed while it serves. */
export class TlsCertificate {
  private readonly logger = new Logger('Tls');
  /** Why the files could not be used the last time. */
  private fault: string | undefined;

  private constructor(
    private readonly certFile: string,
    private readonly keyFile: string,
    readonly current: CertificateText,
  ) {}

  /** @throws Error for files that cannot be read, or do not belong together */
  static read(certFile: string, keyFile: string): TlsCertificate {
    return new TlsCertificate(certFile, keyFile, readPair(certFile, keyFile));
  }

  /**
   * Gives the server what the files hold whenever they change, until it closes. What cannot be used is logged, and tried
   * again: the next change may be months away.
   */
  follow(server: Server): void {
    let retry: NodeJS.Timeout | undefined;
    const reload = (): void => {
      clearTimeout(retry);
      if (!this.renew(server)) retry = setTimeout(reload, POLL_MS).unref();
    };
    const files = [this.certFile, this.keyFile];
    for (const file of files) watchFile(file, { interval: POLL_MS, persistent: false }, reload);
    server.once('close', () => {
      clearTimeout(retry);
      for (const file of files) unwatchFile(file, reload);
    });
  }

  /** @returns whether the files could be used. What is wrong is logged once */
  private renew(server: Server): boolean {
    try {
      server.setSecureContext(readPair(this.certFile, this.keyFile));
      this.fault = undefined;
      this.logger.log('The certificate was renewed');
      return true;
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.fault)
        this.logger.error(`The new certificate cannot be used, the old one stays: ${message}`);
      this.fault = message;
      return false;
    }
  }
}

/** @throws Error for a pair that does not belong together */
function readPair(certFile: string, keyFile: string): CertificateText {
  const pair = {
    cert: readFileSync(certFile, 'utf8'),
    key: readFileSync(keyFile, 'utf8'),
    ciphers: CIPHERS,
  };
  createSecureContext(pair);
  return pair;
}
