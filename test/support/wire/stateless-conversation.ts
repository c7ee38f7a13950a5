import { Agent } from 'node:http';
import { post } from './http.js';
import { envelope, mirrored, type Params } from './stateless.js';
import { messagesIn } from './streamable-conversation.js';
import type { Conversation, Message } from './wires.js';

const LOG_LEVEL = 'io.modelcontextprotocol/logLevel';

/** Requests of revision 2026-07-28, each of which says who asks. */
export class StatelessConversation implements Conversation {
  readonly messages: Message[] = [];
  private readonly url: string;
  private readonly agent = new Agent();
  private level: string | undefined;
  private lastId = 0;

  constructor(server: string) {
    this.url = `${server}/mcp`;
  }

  async ask(method: string, params: Params = {}): Promise<Message> {
    const answer = await this.post({ id: ++this.lastId, method }, params);
    const received = messagesIn(answer);
    this.messages.push(...received.filter((message) => 'method' in message));
    return received.find((message) => !('method' in message))!;
  }

  async notify(method: string, params: Params = {}): Promise<void> {
    await this.post({ method }, params);
  }

  setLevel(level: string): Promise<void> {
    this.level = level;
    return Promise.resolve();
  }

  close(): void {
    this.agent.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve(this.close());
  }

  private post(
    message: { readonly id?: number; readonly method: string },
    params: Params,
  ): ReturnType<typeof post> {
    const level = this.level === undefined ? {} : { [LOG_LEVEL]: this.level };
    const { _meta: own = {}, ...others } = params;
    const meta = envelope({ ...level, ...(own as object) });
    const headers = mirrored(message.method, params);
    return post(
      this.url,
      { jsonrpc: '2.0', ...message, params: { ...others, _meta: meta } },
      headers,
      this.agent,
    );
  }
}
