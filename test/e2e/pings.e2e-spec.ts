import { PassThrough } from 'node:stream';
import { Client as ClientV2, SSEClientTransport } from '@modelcontextprotocol/client';
import { StdioTransport } from '../../src/transport/stdio/index.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { scrape } from '../support/telemetry/metrics.js';
import { heldCall, HoldModule } from '../support/tools/held-calls.js';
import { post, rpc } from '../support/wire/http.js';
import { JsonLines } from '../support/wire/json-lines.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { StreamableSession } from '../support/wire/streamable-session.js';
import type { Message } from '../support/wire/wires.js';

const OPENING = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
};

/** A client that shows the pings it gets, and answers those that it is asked to. */
interface PingedClient extends AsyncDisposable {
  readonly pings: readonly Message[];
  answer(ping: Message): Promise<unknown>;
  /** Whether it can see that its session is over. */
  hasEnded(): boolean | Promise<boolean>;
}

const pingsAmong = (messages: readonly Message[]): Message[] =>
  messages.filter(({ method, id }) => method === 'ping' && id !== undefined);

const answerTo = ({ id }: Message): object => ({ jsonrpc: '2.0', id, result: {} });

async function openHttpSse({ url }: RunningRookery): Promise<PingedClient & { endpoint: string }> {
  const stream = await SseStream.open(`${url}/sse`);
  const endpoint = await stream.endpoint();
  await post(endpoint, rpc(1, 'initialize', OPENING));
  await stream.responseTo(1);
  return {
    endpoint,
    get pings() {
      return pingsAmong(stream.messages);
    },
    answer: (ping) => post(endpoint, answerTo(ping)),
    hasEnded: () => stream.isEnded,
    [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose](),
  };
}

async function openStreamable({ url }: RunningRookery): Promise<PingedClient> {
  const session = await StreamableSession.open(`${url}/mcp`);
  const stream = await session.listen();
  return {
    get pings() {
      return pingsAmong(stream.messages);
    },
    answer: (ping) => session.post(answerTo(ping)),
    hasEnded: async () => stream.isEnded && (await session.post(rpc(9, 'ping'))).status === 404,
    [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose](),
  };
}

async function openStdio({ rookery }: RunningRookery): Promise<PingedClient> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const conversation = rookery.app.get(StdioTransport, { strict: false }).open({ input, output });
  let hasEnded = false;
  void conversation.serve().then(() => (hasEnded = true));
  const client = new JsonLines(input, output, () => output.destroy());
  await client.initialize();
  return {
    get pings() {
      return pingsAmong(client.messages);
    },
    answer: (ping) => Promise.resolve(client.send(answerTo(ping))),
    hasEnded: () => hasEnded,
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

const CLIENTS: readonly [wire: string, label: string, (server: RunningRookery) => Promise<PingedClient>][] = [
  ['HTTP+SSE', 'http-sse', openHttpSse],
  ['Streamable HTTP with a stream', 'streamable-http', openStreamable],
  ['stdio', 'stdio', openStdio],
];

describe('With PING_SECONDS', () => {
  let server: RunningRookery;

  beforeEach(async () => {
    server = await startRookery({ PING_SECONDS: '1' }, HoldModule);
  });
  afterEach(() => server.rookery.close());

  const ended = async (wire: string): Promise<number | undefined> =>
    (await scrape(server.url)).get(`rookery_sessions_ended_total{wire="${wire}",reason="ping-unanswered"}`);

  it.each(CLIENTS)(
    'a client over %s is asked again and again, until it does not answer',
    async (_, wire, open) => {
      await using client = await open(server);
      for (let count = 1; count <= 2; count++) {
        await eventually(() => client.pings.length === count);
        await client.answer(client.pings.at(-1)!);
      }
      expect(await client.hasEnded()).toBe(false);
      await eventually(() => client.hasEnded());
      expect(client.pings).toHaveLength(3);
      expect(new Set(client.pings.map(({ id }) => id)).size).toBe(3);
      expect(await ended(wire)).toBe(1);
    },
  );

  it('an error is an answer too', async () => {
    await using client = await openHttpSse(server);
    await eventually(() => client.pings.length === 1);
    const error = { code: -32601, message: 'Method not found' };
    await post(client.endpoint, { jsonrpc: '2.0', id: client.pings[0]!['id'], error });
    await eventually(() => client.pings.length === 2);
    expect(client.hasEnded()).toBe(false);
  });

  it('the answer of another session counts for nothing, and neither does a second one', async () => {
    await using silent = await openHttpSse(server);
    await using other = await openHttpSse(server);
    await eventually(() => silent.pings.length === 1);
    await other.answer(silent.pings[0]!);
    await eventually(() => other.pings.length === 1);
    await other.answer(other.pings[0]!);
    await other.answer(other.pings[0]!);
    await eventually(() => silent.hasEnded());
    expect(other.hasEnded()).toBe(false);
    expect((await scrape(server.url)).get('rookery_answers_ignored_total{wire="http-sse"}')).toBe(2);
  });

  it('the calls of a session whose client is silent are aborted', async () => {
    await using client = await openHttpSse(server);
    await post(client.endpoint, rpc(2, 'tools/call', { name: 'hold', arguments: { name: 'pinged' } }));
    const { context } = await heldCall('pinged');
    await eventually(() => context.signal.aborted);
    expect(context.signal.reason).toMatchObject({ reason: 'disconnected' });
    await eventually(() => client.hasEnded());
    expect((await post(client.endpoint, rpc(3, 'ping'))).status).toBe(404);
  });

  it('a reader that has not initialised is asked nothing', async () => {
    await using reader = await SseStream.open(`${server.url}/sse`);
    await using client = await openHttpSse(server);
    for (let count = 1; count <= 2; count++) {
      await eventually(() => client.pings.length === count);
      await client.answer(client.pings.at(-1)!);
    }
    expect(reader.messages).toEqual([]);
    expect(reader.isEnded).toBe(false);
  });

  it('an official client answers by itself', async () => {
    const client = new ClientV2({ name: 'rookery-test', version: '1.0.0' });
    await client.connect(new SSEClientTransport(new URL(`${server.url}/sse`)));
    await using raw = await openHttpSse(server);
    for (let count = 1; count <= 3; count++) {
      await eventually(() => raw.pings.length === count);
      await raw.answer(raw.pings.at(-1)!);
    }
    expect(await ended('http-sse')).toBe(0);
    await client.ping();
    await client.close();
  });
});
