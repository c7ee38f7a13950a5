import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { checkLines, noteLines } from '../official/checked-texts.js';
import { CheckedConversation } from '../official/conversations.js';

/** Where an app listens on loopback. */
export interface Address {
  readonly port: number;
  readonly isTls: boolean;
}

/** A connection that sends bytes as they are given, and keeps all that come back. */
export class RawConnection implements AsyncDisposable {
  received = '';
  isClosed = false;
  private readonly conversation = new CheckedConversation();
  private readonly watchers = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.isClosed = true;
      checkLines(this.conversation, this.received);
      this.wake();
    });
  }

  static open({ port, isTls }: Address): RawConnection {
    const at = { port, host: '127.0.0.1' };
    return new RawConnection(isTls ? connectTls({ ...at, rejectUnauthorized: false }) : connect(at));
  }

  /** The status of each answer so far. The next one begins right behind the body of the one before. */
  get statuses(): number[] {
    return [...this.received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  }

  send(bytes: string | Buffer): void {
    noteLines(this.conversation, bytes);
    this.socket.write(bytes, 'latin1');
  }

  /** @returns everything so far, as soon as it matches */
  async waitFor(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received)) {
      if (this.isClosed) throw new Error(`Closed before ${pattern}: ${this.received}`);
      await this.changed();
    }
    return this.received;
  }

  /** @returns everything, once the connection is closed */
  async ended(): Promise<string> {
    while (!this.isClosed) await this.changed();
    return this.received;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.ended();
  }

  private changed(): Promise<void> {
    return new Promise((resolve) => this.watchers.add(resolve));
  }

  private wake(): void {
    for (const watcher of this.watchers) watcher();
    this.watchers.clear();
  }
}

/** What was received, without what differs from one answer to the next. */
export function normalise(received: string): string {
  return received
    .replace(/^(Date): .+$/gm, '$1: …')
    .replace(/^(X-Request-Id): [\da-f-]{36}(?=\r)/gim, '$1: …')
    .replace(/^(Mcp-Session-Id): [\w-]{22}(?=\r)/gim, '$1: …')
    .replace(/(sessionId(?:=|":"))[\w-]{22}/g, '$1…');
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly keepsAlive?: boolean;
}

/** The bytes of a request. A body is sent as JSON with its length, unless the headers say otherwise. */
export function rawRequest(
  target: string,
  { method = 'GET', headers = [], body, keepsAlive = false }: RawRequest = {},
): string {
  const given = new Set(headers.map((line) => line.split(':')[0]!.toLowerCase()));
  const head = [`${method} ${target} HTTP/1.1`];
  if (!given.has('host')) head.push('Host: localhost');
  if (body !== undefined && !given.has('content-type')) head.push('Content-Type: application/json');
  if (body !== undefined && !given.has('content-length') && !given.has('transfer-encoding'))
    head.push(`Content-Length: ${body.length}`);
  if (!keepsAlive) head.push('Connection: close');
  return `${[...head, ...headers].join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** One request on a connection of its own, until the server closes that. */
export async function exchange(address: Address, bytes: string): Promise<string> {
  await using connection = RawConnection.open(address);
  connection.send(bytes);
  return await connection.ended();
}
