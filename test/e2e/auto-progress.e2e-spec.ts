import { Injectable, Module } from '@nestjs/common';
import { Tool } from '../../src/index.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { heldCall, HoldModule } from '../support/tools/held-calls.js';
import { post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { envelope, mirrored } from '../support/wire/stateless.js';
import { StreamableSession } from '../support/wire/streamable-session.js';
import { type Message, WIRES } from '../support/wire/wires.js';

/** A call whose notifications are read while it runs. */
interface LiveCall extends AsyncDisposable {
  /** The params of the progress that has come. */
  progress(): Message[];
  response(): Promise<Message>;
}

type OpenCall = (server: RunningRookery, params: object) => Promise<LiveCall>;

let idle: ((value: string) => void) | undefined;

@Injectable()
class QuietTools {
  @Tool({ autoProgress: false })
  quiet(): Promise<string> {
    return new Promise((resolve) => (idle = resolve));
  }
}

@Module({ imports: [HoldModule], providers: [QuietTools] })
class LongModule {}

const paramsOf = (messages: readonly Message[]): Message[] =>
  messages.filter(({ method }) => method === 'notifications/progress').map(({ params }) => params as Message);

function ofStream(stream: SseStream, id: number): LiveCall {
  return {
    progress: () => paramsOf(stream.messages),
    response: () => stream.responseTo(id),
    [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose](),
  };
}

function overWire(name: string): OpenCall {
  const wire = WIRES.find((each) => each.name === name)!;
  return async (server, params) => {
    const conversation = await wire.open(server);
    await conversation.ask('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    });
    const response = conversation.ask('tools/call', params);
    return {
      progress: () => paramsOf(conversation.messages),
      response: () => response,
      [Symbol.asyncDispose]: () => conversation[Symbol.asyncDispose](),
    };
  };
}

/** The response of an HTTP request only begins with the first message, so nothing waits for it here. */
function later(opening: Promise<SseStream>): LiveCall {
  let stream: SseStream | undefined;
  const opened = opening.then((value) => (stream = value));
  return {
    progress: () => (stream ? paramsOf(stream.messages) : []),
    response: async () => (await opened).responseTo(7),
    [Symbol.asyncDispose]: async () => (await opened)[Symbol.asyncDispose](),
  };
}

const OVER: readonly [string, OpenCall][] = [
  ['HTTP+SSE', overWire('HTTP+SSE')],
  ['stdio', overWire('stdio')],
  [
    'Streamable HTTP',
    async ({ url }, params) => {
      const session = await StreamableSession.open(`${url}/mcp`);
      return later(session.stream(rpc(7, 'tools/call', params)));
    },
  ],
  [
    'stateless HTTP',
    ({ url }, params) => {
      const { _meta, ...rest } = params as { _meta: object };
      const message = rpc(7, 'tools/call', { ...rest, _meta: envelope(_meta) });
      const headers = mirrored('tools/call', params as { name: string });
      return Promise.resolve(later(SseStream.post(`${url}/mcp`, message, headers)));
    },
  ],
];

const held = (name: string): object => ({
  name: 'hold',
  arguments: { name },
  _meta: { progressToken: 'token' },
});

/** Waits until another call has got progress four times. */
async function outlast(server: RunningRookery, name: string): Promise<void> {
  await using other = await OVER[0]![1](server, held(name));
  await eventually(
    () => other.progress(),
    ({ length }) => length >= 4,
  );
  (await heldCall(name)).finish('done');
  await other.response();
}

describe('A call whose client gave a progress token', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ AUTO_PROGRESS_SECONDS: '0.05' }, LongModule);
  });
  afterAll(() => server.rookery.close());

  describe.each(OVER)('over %s', (wire, open) => {
    it('says how many seconds it runs, while its tool says nothing', async () => {
      await using call = await open(server, held(`seconds ${wire}`));
      const [first, second] = await eventually(
        () => call.progress(),
        ({ length }) => length >= 2,
      );
      expect(first).toEqual({ progressToken: 'token', progress: expect.any(Number) as number });
      expect(first!['progress']).toBeGreaterThan(0.04);
      expect(second!['progress']).toBeGreaterThan(first!['progress'] as number);
      (await heldCall(`seconds ${wire}`)).finish('done');
      expect(await call.response()).toMatchObject({ result: { content: [{ text: 'done' }] } });
    });

    it('repeats the last progress, a millionth further, with its total and message', async () => {
      await using call = await open(server, held(`last ${wire}`));
      const { context, finish } = await heldCall(`last ${wire}`);
      context.progress(50, 100, 'halfway');
      const sent = await eventually(
        () => call.progress(),
        (all) => all.filter(({ total }) => total === 100).length >= 3,
      );
      const [own, ...repeated] = sent.slice(sent.findIndex(({ total }) => total === 100));
      expect(own).toMatchObject({ progress: 50, message: 'halfway' });
      expect(repeated[0]).toMatchObject({ total: 100, message: 'halfway' });
      expect(repeated[0]!['progress']).toBeCloseTo(50.00005, 9);
      expect(repeated[1]!['progress']).toBeGreaterThan(repeated[0]!['progress'] as number);
      finish('done');
      await call.response();
    });
  });

  it('is silent where its tool wants that', async () => {
    const session = await StreamableSession.open(`${server.url}/mcp`);
    const params = { name: 'quiet', arguments: {}, _meta: { progressToken: 'token' } };
    const answered = session.post(rpc(7, 'tools/call', params));
    await outlast(server, 'next to quiet');
    idle!('at last');
    expect((await answered).headers['content-type']).toBe('application/json');
  });

  it('sends nothing more once it was cancelled', async () => {
    await using stream = await SseStream.open(`${server.url}/sse`);
    const endpoint = await stream.endpoint();
    await post(endpoint, rpc(7, 'tools/call', held('cancelled')));
    const call = ofStream(stream, 7);
    await eventually(() => call.progress().length > 0);
    await post(endpoint, {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 7 },
    });
    await eventually(async () => (await heldCall('cancelled')).context.signal.aborted);
    const count = call.progress().length;
    await outlast(server, 'next to cancelled');
    expect(call.progress()).toHaveLength(count);
  });
});

describe('A call that gets no progress', () => {
  it('is answered as JSON where its client gave no token', async () => {
    await using server = await startRookery({ AUTO_PROGRESS_SECONDS: '0.05' }, HoldModule);
    const session = await StreamableSession.open(`${server.url}/mcp`);
    const answered = session.post(rpc(7, 'tools/call', { name: 'hold', arguments: { name: 'no token' } }));
    const { finish } = await heldCall('no token');
    await outlast(server, 'next to no token');
    finish('done');
    expect((await answered).headers['content-type']).toBe('application/json');
  });

  it('is answered as JSON with AUTO_PROGRESS_SECONDS=0', async () => {
    await using server = await startRookery({ AUTO_PROGRESS_SECONDS: '0' }, HoldModule);
    const session = await StreamableSession.open(`${server.url}/mcp`);
    const answered = session.post(rpc(7, 'tools/call', held('off')));
    const { finish } = await heldCall('off');
    // Time in which a timer of 0 ms would have fired.
    for (let id = 8; id < 28; id++) await session.post(rpc(id, 'ping'));
    finish('done');
    expect((await answered).headers['content-type']).toBe('application/json');
  });
});
