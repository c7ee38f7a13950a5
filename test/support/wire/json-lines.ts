import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { eventually } from '../eventually.js';
import { CheckedConversation } from '../official/conversations.js';
import type { Conversation, Message } from './wires.js';

/** JSON-RPC over two pipes, a message a line. */
export class JsonLines implements Conversation {
  /** Every line that has come, as it was. */
  readonly lines: string[] = [];
  private readonly received: Message[] = [];
  private hasEnded = false;
  private lastId = 0;
  private readonly conversation = new CheckedConversation();

  /** @param leave what takes the client away */
  constructor(
    private readonly input: Writable,
    output: Readable,
    private readonly leave: () => void,
  ) {
    output.once('close', () => (this.hasEnded = true));
    createInterface({ input: output }).on('line', (line) => {
      this.lines.push(line);
      const message = parse(line);
      if (message) this.received.push(message);
      this.conversation.received(message);
    });
  }

  get messages(): readonly Message[] {
    return this.received.filter((message) => 'method' in message);
  }

  get responses(): readonly Message[] {
    return this.received.filter((message) => !('method' in message));
  }

  write(text: string | Buffer): void {
    for (const line of text.toString().split('\n')) this.conversation.sent(parse(line));
    this.input.write(text);
  }

  send(message: unknown): void {
    this.write(`${JSON.stringify(message)}\n`);
  }

  ask(method: string, params?: object): Promise<Message> {
    const id = ++this.lastId;
    this.send({ jsonrpc: '2.0', id, method, params });
    return this.responseTo(id);
  }

  notify(method: string, params?: object): Promise<void> {
    this.send({ jsonrpc: '2.0', method, params });
    return Promise.resolve();
  }

  async setLevel(level: string): Promise<void> {
    await this.ask('logging/setLevel', { level });
  }

  async initialize(protocolVersion = '2025-11-25'): Promise<Message> {
    const clientInfo = { name: 'test', version: '1' };
    return this.ask('initialize', { protocolVersion, capabilities: {}, clientInfo });
  }

  async responseTo(id: unknown): Promise<Message> {
    const find = (): Message | undefined => this.responses.find((message) => message['id'] === id);
    await eventually(() => this.hasEnded || find() !== undefined);
    const response = find();
    if (!response) throw new Error(`Nothing came but ${this.lines.join('\n')}`);
    return response;
  }

  close(): void {
    this.leave();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }
}

/** @returns nothing for a line that was cut */
function parse(line: string): Message | undefined {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}
