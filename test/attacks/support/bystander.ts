import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { callTool, send } from '../../support/wire/http.js';
import { SseStream } from '../../support/wire/sse-stream.js';

/** A client that only wants its tool, whatever others do meanwhile. */
export class Bystander {
  private count = 0;
  private calling: Promise<void> | undefined;
  private isDone = false;
  private readonly agent: Agent;

  private constructor(
    private readonly stream: SseStream,
    private readonly endpoint: string,
    private readonly headers: Record<string, string>,
    private readonly pauseMs: number,
  ) {
    const options = { keepAlive: true, maxSockets: 1, rejectUnauthorized: false };
    this.agent = endpoint.startsWith('https:') ? new SecureAgent(options) : new Agent(options);
  }

  /** @param pauseMs between two calls: a bystander is no load */
  static async join(url: string, headers: Record<string, string> = {}, pauseMs = 20): Promise<Bystander> {
    const stream = await SseStream.open(`${url}/sse`, headers);
    return new Bystander(stream, await stream.endpoint(), headers, pauseMs);
  }

  /** One call; fails unless the answer, and nothing else, comes on the stream. */
  async call(): Promise<void> {
    const id = ++this.count;
    this.stream.events.length = 0;
    const message = `bystander ${id}`;
    const { status } = await send(this.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headers },
      body: JSON.stringify(callTool(id, 'echo', { message })),
      agent: this.agent,
    });
    expect(status).toBe(202);
    const response = await this.stream.responseTo(id);
    expect(response).toEqual({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: message }] } });
    expect(this.stream.messages.filter(({ id: answered }) => answered !== undefined)).toHaveLength(1);
  }

  /** Calls again and again, until {@link rest}. */
  begin(): void {
    this.isDone = false;
    this.calling = this.repeat();
    // What fails is told by rest().
    this.calling.catch(() => undefined);
  }

  /** Ends what {@link begin} began, and makes one more call. */
  async rest(): Promise<void> {
    this.isDone = true;
    await this.calling;
    await this.call();
  }

  leave(): void {
    this.stream.close();
    this.agent.destroy();
  }

  private async repeat(): Promise<void> {
    while (!this.isDone) {
      await this.call();
      await delay(this.pauseMs);
    }
  }
}
