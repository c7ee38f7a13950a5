import type { IncomingMessage } from 'node:http';
import { Global, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { HttpError } from '../../src/http/index.js';
import { Authenticator, McpContext, McpModule, type Principal, Tool } from '../../src/index.js';
import { OpenStreams } from '../../src/sessions/index.js';
import { eventually } from '../support/eventually.js';
import { type Answer, callTool, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** Believes whatever the header says: enough to see what belongs to whom. */
class HeaderAuthenticator extends Authenticator {
  async authenticate({ headers }: IncomingMessage): Promise<Principal> {
    await Promise.resolve();
    const { 'x-user': id } = headers;
    if (typeof id !== 'string')
      throw new HttpError(401, 'Who are you?', -32600, { 'WWW-Authenticate': 'Bearer' });
    return { id, scopes: ['read'] };
  }
}

@Global()
@Module({
  providers: [{ provide: Authenticator, useClass: HeaderAuthenticator }],
  exports: [Authenticator],
})
class AuthModule {}

@Injectable()
class WhoTools {
  @Tool()
  who(@McpContext() { principal }: McpContext): string {
    return `${principal.id} may ${principal.scopes.join()}`;
  }
}

@Module({
  imports: [
    AuthModule,
    McpModule.forRoot({ aliases: ['/message'], sessions: { maxSessions: 3, maxSessionsPerPrincipal: 2 } }),
  ],
  providers: [WhoTools],
})
class App {}

const KEY = 'k'.repeat(22);
const ann = { 'x-user': 'ann' };
const STREAMABLE = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
const bob = { 'x-user': 'bob' };

describe('A session of a principal', () => {
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(App, { logger: false, bodyParser: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  afterEach(() => eventually(() => app.get(OpenStreams, { strict: false }).count === 0));

  it('opens for nobody else', async () => {
    await using refused = await SseStream.open(`${url}/sse`);
    await refused.ended();
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    const answer = await post(`${url}/message`, rpc(1, 'ping'));
    expect([answer.status, answer.json]).toMatchObject([401, { error: { message: 'Who are you?' } }]);
  });

  it('is as unknown to another principal as a session that does not exist', async () => {
    await using stream = await SseStream.open(`${url}/sse`, ann);
    const endpoint = await stream.endpoint();
    const foreign = await post(endpoint, callTool(1, 'who'), bob);
    const unknown = await post(`${url}/message?sessionId=${'A'.repeat(22)}`, callTool(1, 'who'), bob);
    expect([foreign.status, foreign.text]).toEqual([unknown.status, unknown.text]);
    expect(foreign.status).toBe(404);
    await post(endpoint, callTool(2, 'who'), ann);
    expect(await stream.responseTo(2)).toMatchObject({ result: { content: [{ text: 'ann may read' }] } });
    expect(stream.messages).toHaveLength(1);
  });

  it('of Streamable HTTP is as unknown to another principal', async () => {
    const mcp = `${url}/mcp`;
    const ask = (method: string, sessionId: string, headers: Record<string, string>): Promise<Answer> =>
      send(mcp, {
        method,
        headers: { ...headers, ...STREAMABLE, 'mcp-session-id': sessionId },
        ...(method === 'POST' && { body: JSON.stringify(callTool(1, 'who')) }),
      });
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    };
    const opened = await post(mcp, rpc(0, 'initialize', params), { ...ann, ...STREAMABLE });
    const sessionId = opened.headers['mcp-session-id'] as string;
    for (const method of ['POST', 'GET', 'DELETE']) {
      const foreign = await ask(method, sessionId, bob);
      const unknown = await ask(method, 'A'.repeat(22), bob);
      expect([method, foreign.status, foreign.text]).toEqual([method, 404, unknown.text]);
    }
    expect((await ask('POST', sessionId, ann)).text).toContain('ann may read');
    expect((await ask('DELETE', sessionId, ann)).status).toBe(200);
    expect((await ask('POST', sessionId, ann)).status).toBe(404);
  });

  it('is not resumed by the key in the hands of another principal', async () => {
    await using stream = await SseStream.open(`${url}/sse?resume=${KEY}`, ann);
    const first = await stream.endpoint();
    await using foreign = await SseStream.open(`${url}/sse?resume=${KEY}`, bob);
    expect(await foreign.endpoint()).not.toBe(first);
    expect(stream.isEnded).toBe(false);
    await using own = await SseStream.open(`${url}/sse?resume=${KEY}`, ann);
    expect(await own.endpoint()).toBe(first);
    await stream.ended();
  });

  it('counts against the cap of its principal, and of all', async () => {
    const open = (headers: Record<string, string>): Promise<SseStream> =>
      SseStream.open(`${url}/sse`, headers);
    await using first = await open(ann);
    await using second = await open(ann);
    await using third = await open(ann);
    expect([first.status, second.status, third.status]).toEqual([200, 200, 503]);
    await using fourth = await open(bob);
    await using fifth = await open({ 'x-user': 'eve' });
    expect([fourth.status, fifth.status]).toEqual([200, 503]);
    first.close();
    await eventually(async () => {
      await using again = await open(ann);
      return again.status === 200;
    });
  });

  it('counts against the cap when it is resumed', async () => {
    const url2 = (key: string): string => `${url}/sse?resume=${key.repeat(22)}`;
    const left: SseStream[] = [await SseStream.open(url2('a'), ann), await SseStream.open(url2('b'), ann)];
    for (const stream of left) stream.close();
    await eventually(() => app.get(OpenStreams, { strict: false }).count === 0);
    await using first = await SseStream.open(url2('c'), ann);
    await using second = await SseStream.open(url2('a'), ann);
    await using third = await SseStream.open(url2('b'), ann);
    expect([first.status, second.status, third.status]).toEqual([200, 200, 503]);
  });
});
