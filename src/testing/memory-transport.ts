import { randomUUID } from 'node:crypto';
import { type Principal } from '../callers/index.js';
import {
  type Announcements,
  decodeBody,
  encodeAnnouncement,
  Peer,
  Reply,
  RequestDispatcher,
} from '../json-rpc/index.js';
import { FIRST_REVISION, traitsOf } from '../protocol/index.js';
import type { TestTransport } from './test-transport.js';

type Receive = (message: unknown) => void;

class MemoryPeer extends Peer {
  readonly sessionId = undefined;
  readonly wire = undefined;

  constructor(private readonly receive: Receive) {
    super(FIRST_REVISION);
  }

  push(message: string): void {
    this.receive(JSON.parse(message));
  }
}

class MemoryReply extends Reply {
  constructor(private readonly receive: Receive) {
    super();
  }

  notify(message: string): void {
    this.receive(JSON.parse(message));
  }

  end(message?: string): void {
    if (message !== undefined) this.receive(JSON.parse(message));
  }
}

/** Straight to the dispatcher: messages are encoded and decoded, but no socket, session or edge is between. */
export class MemoryTransport implements TestTransport {
  private unsubscribe: (() => void) | undefined;
  private conversation: { readonly peer: Peer; readonly reply: Reply } | undefined;

  constructor(
    private readonly dispatcher: RequestDispatcher,
    private readonly announcements: Announcements,
    private readonly principal: Principal,
  ) {}

  async open(onMessage: Receive): Promise<void> {
    const peer = new MemoryPeer(onMessage);
    this.conversation = { peer, reply: new MemoryReply(onMessage) };
    this.unsubscribe = this.announcements.subscribe((announcement) => {
      if (this.announcements.isFor(announcement, peer, this.principal))
        peer.push(encodeAnnouncement(announcement));
    });
    await Promise.resolve();
  }

  async send(message: unknown): Promise<void> {
    if (!this.conversation) throw new Error('The link is closed');
    const bytes = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    const source = { requestId: randomUUID(), caller: { principal: this.principal, address: '127.0.0.1' } };
    const exchange = { ...this.conversation, source };
    const decoded = decodeBody(bytes, traitsOf(exchange.peer.state.revision).hasBatches);
    for (const one of Array.isArray(decoded) ? decoded : [decoded]) this.dispatcher.dispatch(one, exchange);
    await Promise.resolve();
  }

  async close(): Promise<void> {
    this.unsubscribe?.();
    this.conversation?.peer.abortCalls('disconnected');
    this.conversation = undefined;
    await Promise.resolve();
  }
}
