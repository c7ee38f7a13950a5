import {
  Body,
  type CanActivate,
  Injectable,
  type INestApplication,
  Module,
  type Provider,
  type Type,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { asMcpGuard, DirectRoutesAdapter, McpModule, Tool } from '../../src/index.js';
import { connect, type McpTestClient } from '../../src/testing/index.js';
import { DIRECT_ROUTES } from '../support/servers/direct-routes.js';
import { RecordedLog } from '../support/servers/recorded-log.js';
import { AccountController, AccountTools, WordInput } from '../support/tools/guarded-tools.js';
import { type HttpRequest, JwtAuthGuard, JwtService, seen } from '../support/tools/http-guards.js';
import { post, rpc } from '../support/wire/http.js';

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });
const refusal = (value: string): object => ({ ...text(value), isError: true });

const log = new RecordedLog();

async function start(providers: Provider[], controllers: Type[] = []): Promise<INestApplication> {
  @Module({
    imports: [McpModule.forRoot({ aliases: ['/message'], directRoutes: DIRECT_ROUTES })],
    providers: [JwtService, ...providers],
    controllers,
  })
  class App {}
  const module = await Test.createTestingModule({ imports: [App] })
    .setLogger(log)
    .compile();
  return module.createNestApplication(new DirectRoutesAdapter(), { bodyParser: false });
}

describe('Guards written for HTTP, on tools', () => {
  let app: INestApplication;
  let mcp: McpTestClient;
  const jwt = new JwtService();

  const bearer = (...roles: string[]): string => `Bearer ${jwt.sign({ sub: 'ann', roles })}`;

  async function open(headers: Record<string, string>): Promise<McpTestClient> {
    await mcp?.close();
    mcp = await connect(app, { over: 'http-sse', headers });
    return mcp;
  }

  beforeAll(async () => {
    app = await start([AccountTools], [AccountController]);
  });

  beforeEach(() => {
    seen.length = 0;
    log.take();
  });

  afterAll(async () => {
    await mcp.close();
    await app.close();
  });

  it('get the headers of the request that carried the call, with asMcpGuard()', async () => {
    await open({ authorization: bearer() });
    expect(await mcp.callTool('balance', { word: 'Hi' })).toEqual(text('Hi ann'));
    await open({ authorization: 'Bearer forged.token' });
    expect(await mcp.callTool('balance', { word: 'Hi' })).toEqual(refusal('Wrong token'));
    await open({});
    expect(await mcp.callTool('balance', { word: 'Hi' })).toEqual(refusal('Unauthorized'));
  });

  it('leave on the request what the guards behind them read, wrapped or not', async () => {
    await open({ authorization: bearer('admin') });
    expect(await mcp.callTool('close')).toEqual(text('closed'));
    expect(await mcp.callTool('closeBehind')).toEqual(text('closed'));
    await open({ authorization: bearer('guest') });
    expect(await mcp.callTool('close')).toEqual(refusal('Forbidden resource'));
    expect(await mcp.callTool('closeBehind')).toEqual(refusal('Forbidden resource'));
  });

  it('see a request like any other, a response and a next', async () => {
    await open({ 'x-user': 'bob' });
    expect(await mcp.callTool('passport')).toEqual(text('bob'));
    expect(seen.slice(0, 5)).toEqual(['http', 'function', 'yes', 'POST', '127.0.0.1']);
    expect(seen.slice(5)).toEqual(['bob', '/message', '127.0.0.1', 3, 'bob', ['sessionId']]);
    await open({});
    expect(await mcp.callTool('passport')).toEqual(refusal('Nobody'));
  });

  it('keep what they set to their own call, also in calls that come in one request', async () => {
    const call = (id: number, name: string, args = {}): object =>
      rpc(id, 'tools/call', { name, arguments: args });
    const batch = [call(1, 'passport'), call(2, 'whose')];
    const headers = { 'x-user': 'bob', 'mcp-protocol-version': '2025-03-26' };
    await open({});
    const { json } = await post(`${await app.getUrl()}/message`, batch, headers);
    expect(
      (json as object[]).toSorted((a, b) => (a as { id: number }).id - (b as { id: number }).id),
    ).toMatchObject([
      { id: 1, result: text('bob') },
      { id: 2, error: { message: 'Internal error' } },
    ]);
  });

  it('are injected into, in their own scope', async () => {
    await open({ 'x-user': 'ann', 'x-request-id': 'req-1' });
    expect(await mcp.callTool('scoped')).toEqual(text('scoped'));
    await open({ 'x-user': 'bob', 'x-request-id': 'req-1' });
    expect(await mcp.callTool('scoped')).toEqual(refusal('Forbidden resource'));
  });

  it('hide a tool only where they say so themselves', async () => {
    await open({});
    const names = (await mcp.listTools()).map(({ name }) => name);
    expect(names).toContain('balance');
    expect(names.filter((name) => name.startsWith('hidden'))).toEqual([]);
  });

  it('do on a controller what they did', async () => {
    await open({});
    const url = `${await app.getUrl()}/accounts`;
    const answer = await fetch(url, { headers: { authorization: bearer() } });
    expect([answer.status, await answer.text()]).toEqual([200, 'ann']);
    expect((await fetch(url)).status).toBe(401);
  });

  it('are the same for the same class, so that tests can override them', async () => {
    expect(asMcpGuard(JwtAuthGuard)).toBe(asMcpGuard(JwtAuthGuard));
    const letEveIn: CanActivate = {
      canActivate: (context) => {
        const set = { url: '/rewritten', user: { sub: 'eve', roles: [] } };
        Object.assign(context.switchToHttp().getRequest<HttpRequest>(), set);
        return true;
      },
    };
    @Module({ imports: [McpModule.forRoot()], providers: [JwtService, AccountTools] })
    class App {}
    const module = await Test.createTestingModule({ imports: [App] })
      .overrideGuard(asMcpGuard(JwtAuthGuard))
      .useValue(asMcpGuard(letEveIn))
      .setLogger(log)
      .compile();
    await using client = await connect(module);
    expect(await client.callTool('balance', { word: 'Hi' })).toEqual(text('Hi eve'));
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [{ canSee: () => true }, 'an object without canActivate()'],
  ])('are refused while their file is loaded if they are none: %s', (guard, name) => {
    expect(() => asMcpGuard(guard as unknown as CanActivate)).toThrow(
      `asMcpGuard() got ${name}, not a guard. If its class is imported, two files import each other: move`,
    );
  });

  it('find no headers in a call that no HTTP request brought', async () => {
    await using client = await connect(app);
    expect(await client.callTool('balance', { word: 'Hi' })).toEqual(refusal('Unauthorized'));
  });

  const ASKS = (who: string): string =>
    `${who} asks for the HTTP request, but a tool's call is a JSON-RPC message: `;

  it.each([
    [
      'unwrapped',
      `${ASKS('JwtAuthGuard')}write @UseGuards(asMcpGuard(JwtAuthGuard)), or have it read getMcpContext(execution)`,
    ],
    ['cached', `${ASKS('CacheInterceptor')}leave it out, or have it read getMcpContext(execution)`],
    ['filtered', `${ASKS('an exception filter')}have it return what the client should get`],
    [
      'whose',
      `${ASKS('the decorator of parameter 1')}put @UseGuards(asMcpGuard(…)) of the guard that it reads from above it, or have it read getMcpContext(execution)`,
    ],
  ])('are told what to write where they are not wrapped: %s', async (tool, sentence) => {
    await open({ authorization: bearer() });
    log.take();
    await expect(mcp.callTool(tool)).rejects.toThrow('Internal error');
    expect(log.take()).toEqual([
      expect.stringContaining(`ConfigurationError: AccountTools.${tool}: ${sentence}`),
    ]);
  });

  it('are told that they cannot answer the request themselves', async () => {
    await open({});
    log.take();
    await expect(mcp.callTool('answering')).rejects.toThrow('Internal error');
    expect(log.take()).toEqual([
      expect.stringContaining(
        "A guard on a tool answered the HTTP request, but a tool's call is answered in JSON-RPC",
      ),
    ]);
  });
});

describe('A parameter decorator of routes, on a tool', () => {
  it('fails the boot', async () => {
    @Injectable()
    class BodyTools {
      @Tool()
      save(@Body() input: WordInput): string {
        return input.word;
      }
    }
    const app = await start([BodyTools]);
    await expect(app.init()).rejects.toThrow(
      'BodyTools.save: parameter 1 has a decorator for routes, such as @Req() or @Body(), but a tool has no route',
    );
  });
});
