import { type Answer, post, rpc, send } from './http.js';
import { SseStream } from './sse-stream.js';

const ACCEPT = 'application/json, text/event-stream';
const OPENING = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};

/** A session of Streamable HTTP that shows each of its HTTP exchanges. */
export class StreamableSession {
  private constructor(
    private readonly url: string,
    readonly id: string,
    private readonly headers: Record<string, string>,
  ) {}

  /** Initialises. @param url of the endpoint @param headers of every request @throws Error when no session opens */
  static async open(url: string, headers: Record<string, string> = {}): Promise<StreamableSession> {
    const { headers: answered, text } = await post(url, rpc(0, 'initialize', OPENING), {
      accept: ACCEPT,
      ...headers,
    });
    const id = answered['mcp-session-id'];
    if (typeof id !== 'string') throw new Error(`No session: ${text}`);
    const session = new StreamableSession(url, id, { ...headers, 'mcp-session-id': id });
    await session.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return session;
  }

  /** A POST whose answer is read to its end. */
  post(message: object): Promise<Answer> {
    return post(this.url, message, { accept: ACCEPT, ...this.headers });
  }

  /** A POST whose answer is a stream. */
  stream(message: object): Promise<SseStream> {
    return SseStream.post(this.url, message, this.headers);
  }

  /** The listening stream, or the rest of the one that an event id names. */
  listen(lastEventId?: string): Promise<SseStream> {
    return SseStream.open(this.url, {
      ...this.headers,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    });
  }

  /** DELETE. */
  end(): Promise<Answer> {
    return send(this.url, { method: 'DELETE', headers: this.headers });
  }
}
