import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection whose bytes no HTTP client tidies. It keeps all that came back. */
export class RawConnection implements AsyncDisposable {
  text = '';
  isClosed = false;
  private readonly watchers = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      this.text += String(text);
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.isClosed = true;
      this.wake();
    });
  }

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  /** The status of each answer so far. The next one begins right behind the body of the one before. */
  get statuses(): number[] {
    return [...this.text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes, 'latin1');
  }

  /** Waits for an answer to match; fails if the server closes before. */
  async waitFor(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.text)) {
      if (this.isClosed) throw new Error(`The server closed after ${JSON.stringify(this.text)}`);
      await this.changed();
    }
  }

  async closed(): Promise<void> {
    while (!this.isClosed) await this.changed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.closed();
  }

  private changed(): Promise<void> {
    return new Promise((resolve) => this.watchers.add(resolve));
  }

  private wake(): void {
    for (const watcher of this.watchers) watcher();
    this.watchers.clear();
  }
}
