import { Agent } from 'node:http';
import { type Answer, post } from './http.js';
import { SseStream } from './sse-stream.js';
import { StreamableConversation } from './streamable-conversation.js';

export type Message = Readonly<Record<string, unknown>>;

/** A conversation with a server, over one of its wires. */
export interface Conversation extends AsyncDisposable {
  /** Sends a request. @returns its response, as it came */
  ask(method: string, params?: object): Promise<Message>;
  notify(method: string, params?: object): Promise<void>;
  /** What has come so far besides responses. */
  readonly messages: readonly Message[];
  close(): void;
}

export interface Wire {
  readonly name: string;
  /** Whether notifications of the server reach the client. */
  readonly hasNotifications: boolean;
  /** The name that a client has given before its first request, where the wire begins with `initialize`. */
  readonly clientName?: string;
  open(url: string): Promise<Conversation>;
}

/** The wires that are served. A scenario that runs over each of them holds for the next one too. */
export const WIRES: readonly Wire[] = [
  { name: 'HTTP+SSE', hasNotifications: true, open: openStream },
  { name: 'POST without a session', hasNotifications: false, open: openPosts },
  {
    name: 'Streamable HTTP',
    hasNotifications: true,
    clientName: 'test',
    open: (url) => Promise.resolve(new StreamableConversation(url)),
  },
];

async function openStream(url: string): Promise<Conversation> {
  const stream = await SseStream.open(`${url}/sse`);
  const endpoint = await stream.endpoint();
  let lastId = 0;
  return {
    async ask(method, params) {
      const id = ++lastId;
      await post(endpoint, { jsonrpc: '2.0', id, method, params });
      return await stream.responseTo(id);
    },
    async notify(method, params) {
      await post(endpoint, { jsonrpc: '2.0', method, params });
    },
    get messages() {
      return stream.messages.filter((message) => 'method' in message);
    },
    close: () => stream.close(),
    [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose](),
  };
}

async function openPosts(url: string): Promise<Conversation> {
  const agent = new Agent();
  const send = (message: object): Promise<Answer> => post(`${url}/message`, message, {}, agent);
  let lastId = 0;
  return {
    ask: async (method, params) =>
      (await send({ jsonrpc: '2.0', id: ++lastId, method, params })).json as Message,
    async notify(method, params) {
      await send({ jsonrpc: '2.0', method, params });
    },
    messages: [],
    close: () => agent.destroy(),
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}
