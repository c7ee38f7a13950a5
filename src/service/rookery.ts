import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type AppConfig, isLocalMode, tlsFiles } from '../config/index.js';
import { limitConnections } from '../http-server/index.js';
import type { PinoLogger } from '../observability/index.js';
import { ServedWires } from '../transport/endpoints/index.js';
import { connectionsFor } from './connections.js';
import { listenForManagement, toListenError, urlOf } from './listening.js';

/** The service, ready to listen. */
export class Rookery {
  constructor(
    readonly app: NestExpressApplication,
    readonly config: AppConfig,
    private readonly logger: PinoLogger,
  ) {}

  /**
   * Starts to listen, as the environment says.
   * @returns the URL it listens on
   * @throws ConfigurationError when the port is taken, or the address is not this machine's
   */
  async listen(): Promise<string> {
    const { PORT, HOST = '127.0.0.1' } = this.config;
    const server = this.app.getHttpServer();
    await this.app.listen(PORT, HOST).catch((error: unknown) => {
      throw toListenError(error, PORT, HOST);
    });
    const url = urlOf(tlsFiles(this.config) ? 'https' : 'http', server.address() as AddressInfo);
    if (isLocalMode(this.config))
      this.logger.warn(
        `AUTH is unset: only requests to a loopback Host are served. Choose AUTH, and set PUBLIC_URL or ALLOWED_HOSTS, to serve others`,
        'Rookery',
      );
    this.logDescriptors();
    const { names } = this.app.get(ServedWires, { strict: false });
    this.logger.log(`Listening on ${url}, wires: ${names.join(', ')}`, 'Rookery');
    const { MANAGEMENT_PORT: port, MANAGEMENT_HOST = HOST } = this.config;
    if (port >= 0) {
      const serve = this.app.getHttpAdapter().getInstance() as RequestListener;
      const managementUrl = await listenForManagement(serve, server, port, MANAGEMENT_HOST);
      this.logger.log(`Probes and metrics on ${managementUrl}`, 'Rookery');
    }
    return url;
  }

  private logDescriptors(): void {
    const wanted = connectionsFor(this.config);
    const { connections, shortOf } = limitConnections(wanted);
    if (shortOf === undefined) return;
    this.logger.log(
      `The process may open ${shortOf} files: ${connections} connections are served, but MAX_SESSIONS=${this.config.MAX_SESSIONS} needs ${wanted}. Raise the limit (ulimit -n), or lower MAX_SESSIONS`,
      'Rookery',
    );
  }

  /** Drains and stops. */
  async close(): Promise<void> {
    await this.app.close();
  }
}
