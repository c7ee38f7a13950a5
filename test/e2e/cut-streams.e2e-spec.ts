import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { IsInt, IsString } from 'class-validator';
import * as fc from 'fast-check';
import { McpContext, Tool } from '../../src/index.js';
import { SessionsService } from '../../src/sessions/index.js';
import { assertEventuallyHolds } from '../fuzz/assert-holds.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { post, rpc, send } from '../support/wire/http.js';
import { readThroughCuts, type Reading } from '../support/wire/read-through-cuts.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';
import { newKey } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { TcpProxy } from '../support/wire/tcp-proxy.js';
import type { Message } from '../support/wire/wires.js';

class CountInput {
  @IsString()
  name!: string;

  @IsInt()
  to!: number;
}

@Injectable()
class CountTool {
  /** Says each number at a moment of its own, so that some come while the client is away. */
  @Tool()
  async count({ name, to }: CountInput, @McpContext() context: McpContext): Promise<string> {
    for (let number = 1; number <= to; number++) {
      context.progress(number, to);
      await delay(1);
    }
    return name;
  }
}

@Module({ providers: [CountTool] })
class CountModule {}

const COUNT = 8;
const RUNS = 60;

/** What a POST has besides its session. */
const HEADERS = [
  ['accept', 'application/json, text/event-stream'],
  ['content-type', 'application/json'],
] as const;

const call = (id: number, name: string): object =>
  rpc(id, 'tools/call', { name: 'count', arguments: { name, to: COUNT }, _meta: { progressToken: name } });

/** All that a call of `count` says, in order. */
const saidBy = (id: number, name: string): object[] => [
  ...Array.from({ length: COUNT }, (_, index) => ({
    jsonrpc: '2.0',
    method: 'notifications/progress',
    params: { progressToken: name, progress: index + 1, total: COUNT },
  })),
  { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: name }] } },
];

const pushed = (number: number): object => ({
  jsonrpc: '2.0',
  method: 'notifications/message',
  params: { level: 'info', data: number },
});
const PUSHED = Array.from({ length: COUNT }, (_, index) => pushed(index));

const isAnswered = (messages: readonly Message[]): boolean => messages.some(({ id }) => id !== undefined);

/** After how many bytes one connection after the other is cut: within its head, within an event, or behind the last one. */
const cuts = (maxBytes: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: maxBytes }), { minLength: 1, maxLength: 5 });

describe('A stream that is cut in the middle', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    const environment = { RATE_LIMIT: 'off', HEARTBEAT_SECONDS: '1', MAX_SESSIONS: '10000' };
    server = await startRookery(environment, CountModule);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** A way to the server that is cut so often. */
  const lineWith = async (bytes: readonly number[]): Promise<TcpProxy> => {
    const line = await TcpProxy.start(server.url);
    line.cutNext(bytes);
    return line;
  };

  it('of HTTP+SSE goes on: nothing is lost, twice or of another session', async () => {
    const numbers = Array.from({ length: 3 }, (_, index) => index + 1);
    const holds = async (bytes: number[]): Promise<void> => {
      await using line = await lineWith(bytes);
      const key = newKey();
      const paths = new Set<string>();
      const open = async (lastEventId?: string): Promise<SseStream> => {
        const headers = lastEventId === undefined ? undefined : { 'last-event-id': lastEventId };
        const stream = await SseStream.open(`${line.url}/sse?resume=${key}`, headers);
        stream.endpoint().then(begin, () => undefined);
        return stream;
      };
      const begin = async (endpoint: string): Promise<void> => {
        const { pathname, search } = new URL(endpoint);
        if (paths.size === 0)
          for (const id of numbers) void post(server.url + pathname + search, call(id, `${key} ${id}`));
        paths.add(pathname + search);
      };
      const areAnswered = (messages: readonly Message[]): boolean =>
        messages.filter(({ id }) => id !== undefined).length === numbers.length;
      const { messages } = await readThroughCuts(open, areAnswered, true);
      expect(paths.size).toBe(1);
      expect(messages).toHaveLength(numbers.length * (COUNT + 1));
      for (const id of numbers)
        expect(ofCall(messages, id, `${key} ${id}`)).toEqual(saidBy(id, `${key} ${id}`));
    };
    await assertEventuallyHolds(fc.asyncProperty(cuts(3_500), holds), RUNS);
  });

  it('of Streamable HTTP goes on: nothing is lost, twice or of another stream', async () => {
    const outcomes = { whole: 0, resumed: 0, lost: 0 };
    const holds = async (revision: string, posts: number[][], listening: number[]): Promise<void> => {
      const session = await openSession(revision);
      const heard = listenThrough(session, listening);
      const readings = await Promise.all(
        posts.map((bytes, id) => postThrough(session, call(id, `${id}`), bytes)),
      );
      for (const [id, { messages, connections }] of readings.entries()) {
        if (messages.length === 0) outcomes.lost++;
        else if (connections === 1) outcomes.whole++;
        else outcomes.resumed++;
        // Who has no event of a stream has nothing to come back to.
        expect(messages).toEqual(messages.length === 0 ? [] : saidBy(id, `${id}`));
      }
      expect((await heard).messages).toEqual(PUSHED);
      await send(`${server.url}/mcp`, { method: 'DELETE', headers: session });
    };
    const revisions = fc.constantFrom('2025-03-26', '2025-06-18', '2025-11-25');
    const posts = fc.array(cuts(2_500), { minLength: 2, maxLength: 4 });
    await assertEventuallyHolds(fc.asyncProperty(revisions, posts, cuts(1_500), holds), RUNS);
    expect(outcomes.resumed).toBeGreaterThan(outcomes.lost);
  });

  it('of Streamable HTTP has an event to come back to before anything is said, in 2025-11-25', async () => {
    const session = await openSession('2025-11-25');
    // The ids of the first stream are shorter.
    await postThrough(session, call(0, 'first'), []);
    const headers = [...HEADERS, ...Object.entries(session)].map(([name, value]) => `${name}: ${value}`);
    await using whole = RawConnection.open({ port: Number(new URL(server.url).port), isTls: false });
    whole.send(rawRequest('/mcp', { method: 'POST', headers, body: JSON.stringify(call(1, 'whole')) }));
    const [primed] = /^HTTP[^]+?\r\n\r\n[0-9a-f]+\r\nid: \S+\ndata:\n\n/.exec(await whole.ended())!;
    const { messages, connections } = await postThrough(session, call(2, 'cut'), [primed.length]);
    expect(messages).toEqual(saidBy(2, 'cut'));
    expect(connections).toBe(2);
  });

  async function openSession(revision: string): Promise<Record<string, string>> {
    const params = { protocolVersion: revision, capabilities: {}, clientInfo: { name: 't', version: '1' } };
    const { headers } = await post(`${server.url}/mcp`, rpc(0, 'initialize', params));
    return { 'mcp-session-id': headers['mcp-session-id'] as string };
  }

  async function postThrough(
    session: Record<string, string>,
    message: object,
    bytes: readonly number[],
  ): Promise<Reading> {
    await using line = await lineWith(bytes);
    const url = `${line.url}/mcp`;
    const open = (lastEventId?: string): Promise<SseStream> =>
      lastEventId === undefined
        ? SseStream.open(url, { ...session, ...Object.fromEntries(HEADERS) }, JSON.stringify(message))
        : SseStream.open(url, { ...session, 'last-event-id': lastEventId });
    return await readThroughCuts(open, isAnswered);
  }

  /** Hears what belongs to no request. The first connection is whole until there is an event to come back to. */
  async function listenThrough(
    session: Record<string, string>,
    bytes: readonly number[],
  ): Promise<Pick<Reading, 'messages'>> {
    const known = [...server.rookery.app.get(SessionsService, { strict: false }).all()].find(
      ({ sessionId }) => sessionId === session['mcp-session-id'],
    )!;
    await using first = await SseStream.open(`${server.url}/mcp`, session);
    known.push(JSON.stringify(pushed(0)));
    const { id } = await first.waitFor(({ type }) => type === 'message');
    first.close();
    await using line = await lineWith(bytes);
    const reading = readThroughCuts(
      (lastEventId = id) => SseStream.open(`${line.url}/mcp`, { ...session, 'last-event-id': lastEventId! }),
      (messages) => messages.length === COUNT - 1,
      true,
    );
    for (let number = 1; number < COUNT; number++) {
      known.push(JSON.stringify(pushed(number)));
      await delay(1);
    }
    const { messages } = await reading;
    return { messages: [...first.messages, ...messages] };
  }
});

function ofCall(messages: readonly Message[], id: number, name: string): readonly Message[] {
  return messages.filter(
    (message) =>
      message['id'] === id || (message['params'] as { progressToken?: string })?.progressToken === name,
  );
}
