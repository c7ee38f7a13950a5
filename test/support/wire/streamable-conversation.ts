import { type Answer, post, rpc, send } from './http.js';
import type { Conversation, Message } from './wires.js';

const ACCEPT = 'application/json, text/event-stream';
const OPENING = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};

/** A session of Streamable HTTP. One is opened first unless the conversation begins with `initialize`. */
export class StreamableConversation implements Conversation {
  readonly messages: Message[] = [];
  private readonly url: string;
  private sessionId: string | undefined;
  private revision: string | undefined;
  private lastId = 0;

  constructor(server: string) {
    this.url = `${server}/mcp`;
  }

  async ask(method: string, params?: object): Promise<Message> {
    if (method !== 'initialize') await this.begin();
    const id = ++this.lastId;
    const answer = await this.post({ jsonrpc: '2.0', id, method, params });
    const received = messagesIn(answer);
    this.messages.push(...received.filter((message) => 'method' in message));
    const response = received.find((message) => !('method' in message));
    if (!response) throw new Error(`No response to ${id}: ${answer.status} ${answer.text}`);
    return response;
  }

  async notify(method: string, params?: object): Promise<void> {
    await this.begin();
    await this.post({ jsonrpc: '2.0', method, params });
  }

  async setLevel(level: string): Promise<void> {
    await this.ask('logging/setLevel', { level });
  }

  close(): void {
    void this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { sessionId } = this;
    if (sessionId === undefined) return;
    this.sessionId = undefined;
    await send(this.url, { method: 'DELETE', headers: { 'mcp-session-id': sessionId } });
  }

  private async begin(): Promise<void> {
    if (this.sessionId === undefined) await this.post(rpc(0, 'initialize', OPENING));
  }

  private async post(message: object): Promise<Answer> {
    const { sessionId, revision } = this;
    const answer = await post(this.url, message, {
      accept: ACCEPT,
      ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
      ...(revision !== undefined && { 'mcp-protocol-version': revision }),
    });
    this.sessionId ??= answer.headers['mcp-session-id'] as string | undefined;
    this.revision ??= agreedIn(answer);
    return answer;
  }
}

/** The messages of an answer, as JSON or as a stream that has ended. */
export function messagesIn(answer: Answer): Message[] {
  if (!answer.headers['content-type']?.startsWith('text/event-stream')) return [answer.json as Message];
  const data = [...answer.text.matchAll(/^data: (.+)$/gm)];
  return data.map(([, message]) => JSON.parse(message!) as Message);
}

/** The revision that the answer to `initialize` names. */
function agreedIn(answer: Answer): string | undefined {
  const [response] = messagesIn(answer);
  return (response?.['result'] as { protocolVersion?: string } | undefined)?.protocolVersion;
}
