import { Agent } from 'node:http';
import { PassThrough } from 'node:stream';
import { StdioTransport } from '../../../src/transport/stdio/index.js';
import type { RunningRookery } from '../servers/rookery.js';
import { type Answer, post } from './http.js';
import { JsonLines } from './json-lines.js';
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
  /** For whom its calls are made. */
  readonly principal: string;
  open(server: RunningRookery): Promise<Conversation>;
}

/** The wires that are served. A scenario that runs over each of them holds for the next one too. */
export const WIRES: readonly Wire[] = [
  { name: 'HTTP+SSE', hasNotifications: true, principal: 'anonymous', open: openStream },
  { name: 'POST without a session', hasNotifications: false, principal: 'anonymous', open: openPosts },
  {
    name: 'Streamable HTTP',
    hasNotifications: true,
    clientName: 'test',
    principal: 'anonymous',
    open: ({ url }) => Promise.resolve(new StreamableConversation(url)),
  },
  { name: 'stdio', hasNotifications: true, principal: 'stdio', open: openPipes },
];

async function openStream({ url }: RunningRookery): Promise<Conversation> {
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

async function openPosts({ url }: RunningRookery): Promise<Conversation> {
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

/** Pipes of this process, in place of those that a client of a process of its own has. */
async function openPipes({ rookery }: RunningRookery): Promise<Conversation> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const conversation = rookery.app.get(StdioTransport, { strict: false }).open({ input, output });
  void conversation.serve();
  return new JsonLines(input, output, () => output.destroy());
}
