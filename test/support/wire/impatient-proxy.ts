import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy that, as proxies do, ends a connection on which nothing is said for a while. */
export class ImpatientProxy implements AsyncDisposable {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(target: string, patienceMs: number): Promise<ImpatientProxy> {
    const server = createServer();
    const proxy = new ImpatientProxy(server);
    server.on('connection', (downstream) => proxy.join(downstream, new URL(target), patienceMs));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private join(downstream: Socket, { hostname, port }: URL, patienceMs: number): void {
    const upstream = connect(Number(port), hostname);
    upstream.setTimeout(patienceMs, () => upstream.destroy());
    downstream.pipe(upstream).pipe(downstream);
    for (const [socket, other] of [
      [downstream, upstream],
      [upstream, downstream],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
