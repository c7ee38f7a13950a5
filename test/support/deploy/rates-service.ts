import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the tools of `examples/own-server` ask, answered when the test says so. */
export class RatesService implements AsyncDisposable {
  private readonly asked: ServerResponse[] = [];
  private readonly server = createServer((_request, response) => {
    this.asked.push(response);
    this.server.emit('asked');
  });

  static async start(): Promise<RatesService> {
    const service = new RatesService();
    await once(service.server.listen(0, '127.0.0.1'), 'listening');
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async nextRequest(): Promise<ServerResponse> {
    if (this.asked.length === 0) await once(this.server, 'asked');
    return this.asked.shift()!;
  }

  async answer(body: object): Promise<void> {
    (await this.nextRequest()).end(JSON.stringify(body));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
