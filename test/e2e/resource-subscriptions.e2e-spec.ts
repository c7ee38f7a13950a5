import { Injectable, Module } from '@nestjs/common';
import { Resource, ResourceRegistry, ResourceTemplate, ResourceUpdates } from '../../src/index.js';
import { linesOf, newToken, type TestToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { type Answer, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { ask, envelope, mirrored } from '../support/wire/stateless.js';

@Injectable()
class Watched {
  @Resource('watched://one')
  one(): string {
    return '1';
  }

  @ResourceTemplate('watched://many/{id}')
  many(): string {
    return 'many';
  }

  @Resource('secret://one', { scopes: ['secrets'] })
  secret(): string {
    return 'secret';
  }
}

@Module({ providers: [Watched] })
class WatchedModule {}

const READER = newToken('reader');
const KEEPER = newToken('keeper', 'secrets');
const METHOD = 'notifications/resources/updated';

const updated = (uri: string): object => ({ jsonrpc: '2.0', method: METHOD, params: { uri } });

/** A session over HTTP+SSE. */
class Listener implements AsyncDisposable {
  private lastId = 0;

  private constructor(
    private readonly stream: SseStream,
    private readonly endpoint: string,
    private readonly token: TestToken,
  ) {}

  static async open({ url }: RunningRookery, token: TestToken): Promise<Listener> {
    const stream = await SseStream.open(`${url}/sse`, token.headers);
    const listener = new Listener(stream, await stream.endpoint(), token);
    await listener.ask('initialize', { protocolVersion: '2025-11-25' });
    return listener;
  }

  async ask(method: string, params: object): Promise<Record<string, unknown>> {
    const id = ++this.lastId;
    await post(this.endpoint, rpc(id, method, params), this.token.headers);
    return this.stream.responseTo(id);
  }

  subscribe(uri: unknown): Promise<Record<string, unknown>> {
    return this.ask('resources/subscribe', { uri });
  }

  get heard(): object[] {
    return this.stream.messages.filter(({ method }) => method === METHOD);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stream[Symbol.asyncDispose]();
  }
}

describe('Subscriptions to resources', () => {
  let server: RunningRookery;
  let updates: ResourceUpdates;

  beforeEach(async () => {
    server = await startRookery(
      {
        RATE_LIMIT: 'off',
        MAX_SUBSCRIPTIONS_PER_SESSION: '2',
        AUTH: 'bearer',
        AUTH_TOKENS: linesOf(READER, KEEPER),
      },
      WatchedModule,
    );
    updates = server.rookery.app.get(ResourceUpdates, { strict: false });
  });
  afterEach(() => server[Symbol.asyncDispose]());

  it('hear of their updates alone, once of those that come together, until they are ended', async () => {
    await using one = await Listener.open(server, READER);
    await using other = await Listener.open(server, READER);
    expect(await one.subscribe('watched://one')).toMatchObject({ result: {} });
    await other.subscribe('watched://many/5');
    for (let i = 0; i < 20; i++) updates.announce('watched://one');
    updates.announce('watched://many/5');
    await eventually(() => one.heard.length + other.heard.length >= 2);
    expect([one.heard, other.heard]).toEqual([[updated('watched://one')], [updated('watched://many/5')]]);

    await one.ask('resources/unsubscribe', { uri: 'watched://one' });
    updates.announce('watched://one');
    updates.announce('watched://many/5');
    await eventually(() => other.heard.length === 2);
    expect(one.heard).toHaveLength(1);
  });

  it('are as many as MAX_SUBSCRIPTIONS_PER_SESSION at most', async () => {
    await using session = await Listener.open(server, READER);
    await session.subscribe('watched://many/1');
    await session.subscribe('watched://many/2');
    expect(await session.subscribe('watched://many/2')).toMatchObject({ result: {} });
    expect(await session.subscribe('watched://many/3')).toMatchObject({
      error: {
        code: -32600,
        message: 'This session has 2 subscriptions, as many as it may have: unsubscribe from one first',
      },
    });
    await session.ask('resources/unsubscribe', { uri: 'watched://many/1' });
    expect(await session.subscribe('watched://many/3')).toMatchObject({ result: {} });
  });

  it('are refused for what is not there, or not for the caller', async () => {
    await using session = await Listener.open(server, READER);
    expect(await session.subscribe('watched://none')).toMatchObject({
      error: { code: -32002, data: { uri: 'watched://none' } },
    });
    expect(await session.subscribe(5)).toMatchObject({ error: { code: -32602 } });
    const { status } = await post(
      `${server.url}/message`,
      rpc(1, 'resources/subscribe', { uri: 'secret://one' }),
      READER.headers,
    );
    expect(status).toBe(403);
    const { json } = await post(
      `${server.url}/message`,
      rpc(1, 'resources/subscribe', { uri: 'watched://one' }),
      READER.headers,
    );
    expect(json).toMatchObject({
      error: { code: -32600, message: 'Subscriptions need a session: initialize first' },
    });
  });

  it('hear nothing of a resource that its subscriber may not read any more', async () => {
    await using reader = await Listener.open(server, READER);
    await using keeper = await Listener.open(server, KEEPER);
    const registry = server.rookery.app.get(ResourceRegistry, { strict: false });
    registry.register({ name: 'late', uri: 'late://one', read: () => '' });
    for (const session of [reader, keeper]) await session.subscribe('late://one');
    registry.replace({ name: 'late', uri: 'late://one', scopes: ['secrets'], read: () => '' });
    updates.announce('late://one');
    await eventually(() => keeper.heard.length === 1);
    expect(reader.heard).toEqual([]);
  });

  describe('by subscriptions/listen', () => {
    const listen = (token: TestToken, uris: unknown): Promise<SseStream> =>
      SseStream.post(
        `${server.url}/mcp`,
        rpc(7, 'subscriptions/listen', {
          notifications: { resourceSubscriptions: uris },
          _meta: envelope(),
        }),
        { ...mirrored('subscriptions/listen'), ...token.headers },
      );
    const meta = { 'io.modelcontextprotocol/subscriptionId': 7 };

    it('are acknowledged as far as the caller may read', async () => {
      await using stream = await listen(READER, ['watched://one', 'secret://one']);
      await eventually(() => stream.messages.length === 1);
      updates.announce('secret://one');
      updates.announce('watched://many/1');
      updates.announce('watched://one');
      await eventually(() => stream.messages.length === 2);
      expect(stream.messages).toMatchObject([
        { params: { notifications: { resourceSubscriptions: ['watched://one'] }, _meta: meta } },
        { method: METHOD, params: { uri: 'watched://one', _meta: meta } },
      ]);
    });

    it.each([
      [['a:1', 'a:2', 'a:3'], 'One stream may have 2 resourceSubscriptions: ask for fewer'],
      ['a:1', 'params.notifications.resourceSubscriptions must be a list of URIs'],
      [[1], 'params.notifications.resourceSubscriptions must be a list of URIs'],
    ])('are refused: %j', async (uris, message) => {
      const answer: Answer = await ask(
        `${server.url}/mcp`,
        'subscriptions/listen',
        { notifications: { resourceSubscriptions: uris } },
        READER.headers,
      );
      expect([answer.status, answer.json]).toMatchObject([400, { error: { code: -32602, message } }]);
    });
  });
});
