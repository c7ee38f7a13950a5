import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers every request with its name, as a replica would that takes up any session. */
export class NamedReplica implements AsyncDisposable {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(name: string): Promise<NamedReplica> {
    const server = createServer((request, response) => {
      request.resume();
      response.end(name);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new NamedReplica(server, (server.address() as AddressInfo).port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
