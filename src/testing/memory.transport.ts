import { randomUUID } from 'node:crypto';
import { decodeBody, Link, type Principal, RequestDispatcher } from '../json-rpc/index.js';
import { hasBatches } from '../protocol/index.js';
import type { TestTransport } from './test-transport.js';

class MemoryLink extends Link {
  readonly sessionId = undefined;

  constructor(private readonly onMessage: (message: unknown) => void) {
    super('2024-11-05');
  }

  send(message: string): void {
    this.onMessage(JSON.parse(message));
  }
}

/** Straight to the dispatcher: messages are encoded and decoded, but no socket, session or edge is between. */
export class MemoryTransport implements TestTransport {
  private link: MemoryLink | undefined;

  constructor(
    private readonly dispatcher: RequestDispatcher,
    private readonly principal: Principal,
  ) {}

  async open(onMessage: (message: unknown) => void): Promise<void> {
    this.link = new MemoryLink(onMessage);
    await Promise.resolve();
  }

  async send(message: unknown): Promise<void> {
    const { link } = this;
    if (!link) throw new Error('The link is closed');
    const bytes = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    const source = { requestId: randomUUID(), caller: { principal: this.principal, address: '127.0.0.1' } };
    const decoded = decodeBody(bytes, hasBatches(link.revision));
    for (const one of Array.isArray(decoded) ? decoded : [decoded])
      this.dispatcher.dispatch(one, link, source);
    await Promise.resolve();
  }

  async close(): Promise<void> {
    this.link?.abortCalls('disconnected');
    this.link = undefined;
    await Promise.resolve();
  }
}
