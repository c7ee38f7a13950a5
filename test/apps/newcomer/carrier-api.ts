import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The HTTP API that the shop's tools ask. It never answers for the parcel `HB000000000XX`. */
export class CarrierApi {
  /** Requests that nobody waits for any more. */
  readonly abandoned: string[] = [];
  readonly asked: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<CarrierApi> {
    const server = createServer();
    const api = new CarrierApi(server);
    server.on('request', ({ url = '' }, response) => {
      api.asked.push(url);
      response.on('close', () => response.writableFinished || api.abandoned.push(url));
      if (url.includes('HB000000000XX')) return;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ asked: url, where: 'Oslo' }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
