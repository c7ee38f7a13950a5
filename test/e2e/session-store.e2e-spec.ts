import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Global, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { McpModule, type Principal, UnavailableError } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { MemorySessionStore, OpenStreams, type Session, SessionStore } from '../../src/sessions/index.js';
import { eventually } from '../support/eventually.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { newKey, openStream, sessionOf } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** A store that has to be waited for, as one in a database has. */
class DistantStore extends SessionStore {
  private readonly near = new MemorySessionStore();
  /** What it is asked waits for this. */
  answers: Promise<unknown> = Promise.resolve();
  kept = 0;

  all(): Iterable<Session> {
    return this.near.all();
  }

  async findById(id: string): Promise<Session | undefined> {
    await this.answer();
    return this.near.findById(id);
  }

  async findByResumeKey(principal: Principal, key: string): Promise<Session | undefined> {
    await this.answer();
    return this.near.findByResumeKey(principal, key);
  }

  async add(session: Session): Promise<void> {
    await this.answer();
    this.near.add(session);
    this.kept++;
  }

  remove(session: Session): boolean {
    return this.near.remove(session);
  }

  private async answer(): Promise<void> {
    await nextTurn();
    await this.answers;
  }
}

const store = new DistantStore();

@Global()
@Module({ providers: [{ provide: SessionStore, useValue: store }], exports: [SessionStore] })
class StoreModule {}

@Module({ imports: [StoreModule, McpModule.forRoot({ aliases: ['/message'] }), SamplesModule] })
class App {}

describe('A store of sessions that has to be waited for', () => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(App, { logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  beforeEach(() => {
    store.answers = Promise.resolve();
  });

  const openStreams = (): number => app.get(OpenStreams, { strict: false }).count;

  afterEach(() => eventually(() => openStreams() === 0));

  afterAll(() => app.close());

  const refuse = (): void => {
    store.answers = Promise.reject(new UnavailableError('unavailable', 'The store is away', 3));
    store.answers.catch(() => undefined);
  };

  it('gives a stream its session, and a message its stream', async () => {
    await using stream = await SseStream.open(`${url}/sse`);
    const answer = await post(await stream.endpoint(), callTool(1, 'echo', { message: 'found' }));
    expect(answer.status).toBe(202);
    expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: 'found' }] } });
    const unknown = await post(`${url}/message?sessionId=${'A'.repeat(22)}`, rpc(2, 'ping'));
    expect(unknown.status).toBe(404);
  });

  it('refuses a stream, and a message, while it is away', async () => {
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    refuse();
    const message = await post(endpoint, rpc(1, 'ping'));
    const opening = await send(`${url}/sse`, { headers: { accept: 'text/event-stream' } });
    for (const { status, headers, json } of [message, opening])
      expect([status, headers['retry-after'], json]).toMatchObject([
        503,
        '3',
        { error: { message: 'The store is away', data: { reason: 'unavailable' } } },
      ]);
    expect(openStreams()).toBe(1);
  });

  it('keeps no session of a client that leaves meanwhile', async () => {
    let answer = (): void => undefined;
    store.answers = new Promise<void>((resolve) => (answer = resolve));
    const { kept } = store;
    const server = app.getHttpServer() as Server;
    const requested = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    const controller = new AbortController();
    const opening = fetch(`${url}/sse`, { signal: controller.signal });
    const [, response] = await requested;
    controller.abort();
    await expect(opening).rejects.toThrow();
    await eventually(() => response.closed);
    answer();
    await eventually(() => store.kept > kept);
    await eventually(() => [...store.all()].length === 0);
  });

  it('finds the session of a key', async () => {
    const key = newKey();
    await using first = await openStream(url, key);
    const session = await sessionOf(first);
    first.close();
    await eventually(() => openStreams() === 0);
    await using second = await openStream(url, key);
    expect(await sessionOf(second)).toBe(session);
  });
});
