import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server on loopback that can be cut, as a network is. */
export class TcpProxy implements AsyncDisposable {
  private readonly server = createServer((client) => this.forward(client));
  private readonly sockets = new Set<Socket>();
  private readonly upstreams = new Set<Socket>();
  private readonly cuts: number[] = [];

  private constructor(private readonly targetPort: number) {}

  static async start(targetUrl: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(Number(new URL(targetUrl).port));
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on what the server sends on the connections there are never arrives, though it is taken. */
  loseAnswers(): void {
    for (const upstream of this.upstreams) {
      upstream.unpipe();
      upstream.resume();
    }
  }

  /** The next connections are cut, each after as many bytes of the server's; later ones are not. */
  cutNext(bytes: readonly number[]): void {
    this.cuts.push(...bytes);
  }

  /** Destroys the connections there are; new ones are forwarded again. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  private forward(client: Socket): void {
    const upstream = connect(this.targetPort, '127.0.0.1');
    this.upstreams.add(upstream);
    upstream.once('close', () => this.upstreams.delete(upstream));
    client.pipe(upstream);
    const bytes = this.cuts.shift();
    if (bytes === undefined) upstream.pipe(client);
    else passBytes(upstream, client, bytes);
    this.keep(client, upstream);
    this.keep(upstream, client);
  }

  private keep(socket: Socket, other: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.sockets.delete(socket);
      other.destroy();
    });
  }
}

/** Lets so many bytes pass; what comes behind them is lost. */
function passBytes(from: Socket, to: Socket, count: number): void {
  let left = count;
  from.on('data', (chunk: Buffer) => {
    to.write(chunk.subarray(0, left));
    left -= chunk.length;
    if (left > 0) return;
    from.destroy();
    to.end();
  });
}
