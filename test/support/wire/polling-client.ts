import type { RunningRookery } from '../servers/rookery.js';
import { heldCall } from '../tools/held-calls.js';
import { rpc } from './http.js';
import { SseStream } from './sse-stream.js';

const CLIENT = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'polling', version: '1' },
};

/** A client of Streamable HTTP that leaves the streams of its calls, and comes back for them by GET. */
export class PollingClient {
  private constructor(
    private readonly url: string,
    private readonly sessionId: string,
  ) {}

  /** A client with a session of its own. */
  static async open({ url }: RunningRookery): Promise<PollingClient> {
    await using opened = await SseStream.post(`${url}/mcp`, rpc(0, 'initialize', CLIENT));
    return new PollingClient(`${url}/mcp`, opened.headers['mcp-session-id'] as string);
  }

  /** Goes on with the stream that an event is of. */
  comeBack(lastEventId: string): Promise<SseStream> {
    return SseStream.open(this.url, { 'mcp-session-id': this.sessionId, 'last-event-id': lastEventId });
  }

  /** Calls `hold`, whose stream begins with progress. */
  async call(name: string): Promise<SseStream> {
    const params = { name: 'hold', arguments: { name }, _meta: { progressToken: name } };
    const opening = SseStream.post(this.url, rpc(name, 'tools/call', params), {
      'mcp-session-id': this.sessionId,
    });
    const { context } = await heldCall(name);
    context.progress(1);
    return opening;
  }

  /** Calls `hold`, which closes its stream and names a time to come back. @returns the last event that it has */
  async callAndLeave(name: string, retryMs = 10): Promise<string> {
    await using stream = await this.call(name);
    (await heldCall(name)).context.closeStream(retryMs);
    await stream.ended();
    return lastIdOf(stream);
  }
}

/** The last event of a stream. */
export function lastIdOf({ events }: SseStream): string {
  return events.findLast(({ id }) => id !== undefined)!.id!;
}
