import { Agent } from 'node:http';
import { PassThrough } from 'node:stream';
import { StdioTransport } from '../../../src/transport/stdio/index.js';
import type { RunningRookery } from '../servers/rookery.js';
import { type Answer, post } from './http.js';
import { JsonLines } from './json-lines.js';
import { SseStream } from './sse-stream.js';
import { StatelessConversation } from './stateless-conversation.js';
import { StreamableConversation } from './streamable-conversation.js';

export type Message = Readonly<Record<string, unknown>>;

/** A conversation with a server, over one of its wires. */
export interface Conversation extends AsyncDisposable {
  /** Sends a request. @returns its response, as it came */
  ask(method: string, params?: object): Promise<Message>;
  notify(method: string, params?: object): Promise<void>;
  /** Asks for log messages from a level on: once for all, or with each request from now on. */
  setLevel(level: string): Promise<void>;
  /** What has come so far besides responses. */
  readonly messages: readonly Message[];
  close(): void;
}

export interface Wire {
  readonly name: string;
  /** Whether notifications of the server reach the client. */
  readonly hasNotifications: boolean;
  /** Whether a conversation may agree on a revision. */
  readonly hasInitialize: boolean;
  /** The name that a client has given before its first call, where the wire has it say one. */
  readonly clientName?: string;
  /** For whom its calls are made. */
  readonly principal: string;
  open(server: RunningRookery): Promise<Conversation>;
}

/** The wires that are served. A scenario that runs over each of them holds for the next one too. */
export const WIRES: readonly Wire[] = [
  { name: 'HTTP+SSE', hasNotifications: true, hasInitialize: true, principal: 'anonymous', open: openStream },
  {
    name: 'POST without a session',
    hasNotifications: false,
    hasInitialize: true,
    principal: 'anonymous',
    open: openPosts,
  },
  {
    name: 'Streamable HTTP',
    hasNotifications: true,
    hasInitialize: true,
    clientName: 'test',
    principal: 'anonymous',
    open: ({ url }) => Promise.resolve(new StreamableConversation(url)),
  },
  {
    name: 'stateless HTTP',
    hasNotifications: true,
    hasInitialize: false,
    clientName: 'test',
    principal: 'anonymous',
    open: ({ url }) => Promise.resolve(new StatelessConversation(url)),
  },
  { name: 'stdio', hasNotifications: true, hasInitialize: true, principal: 'stdio', open: openPipes },
];

async function openStream({ url }: RunningRookery): Promise<Conversation> {
  const stream = await SseStream.open(`${url}/sse`);
  const endpoint = await stream.endpoint();
  let lastId = 0;
  const ask = async (method: string, params?: object): Promise<Message> => {
    const id = ++lastId;
    await post(endpoint, { jsonrpc: '2.0', id, method, params });
    return await stream.responseTo(id);
  };
  return {
    ask,
    async setLevel(level) {
      await ask('logging/setLevel', { level });
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
  const ask = async (method: string, params?: object): Promise<Message> =>
    (await send({ jsonrpc: '2.0', id: ++lastId, method, params })).json as Message;
  return {
    ask,
    async setLevel(level) {
      await ask('logging/setLevel', { level });
    },
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
