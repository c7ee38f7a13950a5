import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { callTool } from '../../support/wire/http.js';
import { RawConnection, rawRequest } from '../../support/wire/raw-connection.js';

const ENDPOINT = /^data: (\S+)$/m;

/** One principal at the server under load. Its streams cost this process next to nothing: what comes on them is not kept. */
export class SoakClient {
  private readonly open = new Set<Socket>();

  constructor(
    private readonly port: number,
    private readonly headers: Record<string, string>,
  ) {}

  /** @returns a stream and the path that its messages are posted to, or `undefined` when the server refused it */
  async stream(resumeKey?: string): Promise<{ socket: Socket; path: string } | undefined> {
    const target = resumeKey === undefined ? '/sse' : `/sse?resume=${resumeKey}`;
    const socket = connect({ port: this.port, host: '127.0.0.1' });
    this.open.add(socket);
    socket.once('close', () => this.open.delete(socket)).on('error', () => undefined);
    socket.write(rawRequest(target, { headers: [...this.lines, 'Accept: text/event-stream'] }));
    let head = '';
    while (!ENDPOINT.test(head) && !socket.closed) {
      const [chunk] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown];
      if (Buffer.isBuffer(chunk)) head += chunk.toString('latin1');
      if (/^HTTP\/1\.1 [^2]/.test(head)) socket.destroy();
    }
    const path = ENDPOINT.exec(head)?.[1];
    if (path === undefined) return undefined;
    socket.resume();
    return { socket, path };
  }

  /** @returns the status, or 0 when the connection was cut before one came */
  async post(path: string, body: string): Promise<number> {
    await using connection = RawConnection.open({ port: this.port, isTls: false });
    connection.send(rawRequest(path, { method: 'POST', headers: this.lines, body }));
    await connection.ended();
    return connection.statuses[0] ?? 0;
  }

  call(path: string, name: string, args: object = {}): Promise<number> {
    return this.post(path, JSON.stringify(callTool(1, name, args)));
  }

  close(): void {
    for (const socket of this.open) socket.destroy();
  }

  private get lines(): string[] {
    return Object.entries(this.headers).map(([name, value]) => `${name}: ${value}`);
  }
}
