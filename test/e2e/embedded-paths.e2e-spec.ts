import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { Client as NewClient, SSEClientTransport as NewSse } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport as NewStreamable } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { AuthModule } from '../../src/auth/index.js';
import { HealthModule } from '../../src/health/index.js';
import {
  ConfigurationError,
  DirectRoutesAdapter,
  McpModule,
  type McpModuleOptions,
} from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { exercise, expectedFindings } from '../support/clients/clients.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

@Controller('messages')
class LettersController {
  @Get()
  list(): string {
    return 'letters';
  }

  @Post()
  write(@Body() { text }: { text: string }): string {
    return `written: ${text}`;
  }
}

interface ServedApp extends AsyncDisposable {
  readonly url: string;
  readonly adapter: ExpressAdapter;
}

interface Setup {
  readonly mcp?: McpModuleOptions;
  readonly imports?: NonNullable<Parameters<typeof Module>[0]['imports']>;
  readonly controllers?: Parameters<typeof Module>[0]['controllers'];
  readonly prefix?: string;
}

async function serve(
  directRoutes: boolean,
  { mcp, imports = [], controllers = [], prefix }: Setup,
): Promise<ServedApp> {
  @Module({
    imports: [McpModule.forRoot({ ...mcp, directRoutes }), SamplesModule, ...imports],
    controllers,
  })
  class ShopApp {}
  const adapter = directRoutes ? new DirectRoutesAdapter() : new ExpressAdapter();
  const app = await NestFactory.create<NestExpressApplication>(ShopApp, adapter, {
    abortOnError: false,
    forceCloseConnections: true,
    logger: false,
    // Its own body parser would be in front of direct routes.
    bodyParser: !directRoutes,
  });
  if (prefix !== undefined) app.setGlobalPrefix(prefix, { exclude: ['.well-known/*path'] });
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), adapter, [Symbol.asyncDispose]: () => app.close() };
}

async function statusOf(url: string, method: string): Promise<number> {
  const body = method === 'POST' ? JSON.stringify(rpc(1, 'ping')) : undefined;
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  return (await send(url, { method, headers, ...(body !== undefined && { body }) })).status;
}

describe.each([
  ['through Express', false],
  ['with direct routes', true],
])('The MCP routes of an embedded app %s', (_, directRoutes) => {
  it("leave the app's own /messages alone", async () => {
    await using app = await serve(false, { controllers: [LettersController] });
    expect((await send(`${app.url}/messages`)).text).toBe('letters');
    expect((await post(`${app.url}/messages`, { text: 'hi' })).text).toBe('written: hi');
    const { json } = await post(`${app.url}/sse/message`, callTool(1, 'add', { a: 1, b: 2 }));
    expect(json).toMatchObject({ result: { content: [{ text: '3' }] } });
  });

  it.each([
    ['GET', '/', 404],
    ['POST', '/', 404],
    ['DELETE', '/', 404],
    ['GET', '/message', 404],
    ['POST', '/message', 404],
    ['POST', '/messages', 404],
    ['GET', '/mcp', 405],
    ['PUT', '/mcp', 405],
    ['GET', '/sse/message', 405],
    ['POST', '/sse/message', 200],
    ['POST', '/sse/messages', 404],
  ])('answer %s %s with %i unless something else is asked for', async (method, path, status) => {
    await using app = await serve(directRoutes, {});
    expect(await statusOf(app.url + path, method)).toBe(status);
  });

  it.each<[McpModuleOptions['aliases'], named: string, served: number[]]>([
    [[], '/sse/message', [404, 404, 404, 200]],
    [['/'], '/sse/message', [200, 404, 404, 200]],
    [['/message'], '/message', [404, 200, 404, 404]],
    [['/messages'], '/messages', [404, 404, 200, 404]],
    [['/', '/message', '/messages'], '/message', [200, 200, 200, 404]],
  ])('have the aliases %j, and the stream names %s', async (aliases, named, served) => {
    await using app = await serve(directRoutes, { mcp: { aliases, path: 'ai' } });
    const paths = ['/ai/message', '/ai/messages', '/ai/sse/message'];
    const posted = await Promise.all(paths.map((path) => statusOf(app.url + path, 'POST')));
    await using bare = await SseStream.open(`${app.url}/ai`);
    expect([bare.status, ...posted]).toEqual(served);
    await using stream = await SseStream.open(`${app.url}/ai/sse`);
    const opened = aliases?.includes('/') ? [stream, bare] : [stream];
    for (const each of opened) expect(new URL(await each.endpoint()).pathname).toBe(`/ai${named}`);
  });

  it.each<[name: string, mcp: McpModuleOptions, prefix: string | undefined, at: string, named: string]>([
    ['a path', { path: 'ai' }, undefined, '/ai', '/ai/sse/message'],
    ['a path of a slash alone', { path: '/' }, 'api', '/api', '/api/sse/message'],
    [
      'no path, said so',
      { path: undefined, wires: undefined, aliases: undefined },
      'api',
      '/api',
      '/api/sse/message',
    ],
    ['a path of two segments', { path: '/ai/v1/' }, undefined, '/ai/v1', '/ai/v1/sse/message'],
    ['a path behind a global prefix', { path: 'ai' }, 'api', '/api/ai', '/api/ai/sse/message'],
    [
      'a path that a proxy has more in front of',
      { path: 'ai', httpSse: { publicPath: '/shop' } },
      undefined,
      '/ai',
      '/shop/ai/sse/message',
    ],
  ])('lie under %s, all of them', async (_name, mcp, prefix, at, named) => {
    await using app = await serve(directRoutes, { mcp, ...(prefix !== undefined && { prefix }) });
    for (const path of ['/mcp', '/sse', '/sse/message'])
      expect(await statusOf(`${app.url}${path}`, 'POST')).toBe(404);
    await using stream = await SseStream.open(`${app.url}${at}/sse`);
    expect((await stream.waitFor(({ type }) => type === 'endpoint')).data!.split('?')[0]).toBe(named);
    const initialize = await post(`${app.url}${at}/mcp`, rpc(1, 'initialize', {}));
    expect(initialize.headers['mcp-session-id']).toBeDefined();
    const { text } = await send(`${app.url}${at}/mcp`);
    expect(text).toContain(`The stream of HTTP+SSE is at ${mcp.httpSse?.publicPath ?? ''}${at}/sse`);
  });

  it('are the direct ones, where there are such', async () => {
    await using app = await serve(directRoutes, { mcp: { path: 'ai' } });
    const { report } = app.adapter as DirectRoutesAdapter;
    expect(report).toEqual(
      directRoutes
        ? {
            direct: ['GET /ai/sse', 'GET /ai/mcp', 'POST /ai/sse', 'POST /ai/sse/message', 'POST /ai/mcp'],
            throughExpress: [],
          }
        : undefined,
    );
  });

  it.each([undefined, 'api'])('serve official clients under a path, with the prefix %s', async (prefix) => {
    await using app = await serve(directRoutes, {
      mcp: { path: 'ai', server: { name: 'shop', version: '1' } },
      ...(prefix !== undefined && { prefix }),
    });
    const base = prefix === undefined ? `${app.url}/ai` : `${app.url}/${prefix}/ai`;
    const expected = { ...(await expectedFindings()), server: { name: 'shop', version: '1' } };
    const identity = { name: 'rookery-test', version: '1.0.0' };
    for (const transport of [
      new SSEClientTransport(new URL(`${base}/sse`)),
      new StreamableHTTPClientTransport(new URL(`${base}/mcp`)),
    ]) {
      const client = new Client(identity);
      await client.connect(transport);
      expect(await exercise(client)).toEqual(expected);
    }
    for (const transport of [new NewSse(new URL(`${base}/sse`)), new NewStreamable(new URL(`${base}/mcp`))]) {
      const client = new NewClient(identity);
      await client.connect(transport);
      expect(await exercise(client)).toEqual(expected);
    }
  });

  it('leave probes and metadata of credentials where they are', async () => {
    const jwt = { issuer: 'https://id.example', jwksUrl: 'https://id.example/keys' };
    await using app = await serve(directRoutes, {
      mcp: { path: 'ai' },
      imports: [HealthModule, AuthModule.forRoot({ jwt, publicUrl: 'https://shop.example/api/ai' })],
      prefix: 'api',
    });
    expect((await send(`${app.url}/api/health`)).status).toBe(200);
    const refused = await post(`${app.url}/api/ai/mcp`, rpc(1, 'ping'));
    const metadata = '/.well-known/oauth-protected-resource/api/ai/mcp';
    expect(refused.headers['www-authenticate']).toContain(`"https://shop.example${metadata}"`);
    const { json } = await send(app.url + metadata);
    expect(json).toMatchObject({ resource: 'https://shop.example/api/ai/mcp' });
  });
});

describe('McpModule', () => {
  it.each(['path', 'aliases'] as const)('is told of %s before its factory runs', async (option) => {
    const useFactory = (): McpModuleOptions => ({ [option]: [] });
    @Module({ imports: [McpModule.forRootAsync({ useFactory })] })
    class App {}
    const started = NestFactory.create(App, { abortOnError: false, logger: false });
    await expect(started).rejects.toThrow(
      `\`${option}\` has to stand next to the useFactory of McpModule.forRootAsync`,
    );
  });

  it('takes both next to its factory', async () => {
    const useFactory = (): object => ({});
    @Module({ imports: [McpModule.forRootAsync({ path: 'ai', aliases: ['/message'], useFactory })] })
    class App {}
    const app = await NestFactory.create(App, { abortOnError: false, logger: false });
    await app.listen(0, '127.0.0.1');
    expect(await statusOf(`${await app.getUrl()}/ai/message`, 'POST')).toBe(200);
    await app.close();
  });

  it('has no alias that it does not know', () => {
    expect(() => McpModule.forRoot({ aliases: ['/mail' as '/message'] })).toThrow(
      new ConfigurationError('"/mail" is not an alias: `aliases` may have /, /message, /messages'),
    );
  });

  it('is one server: an app that imports it twice does not start', async () => {
    @Module({ imports: [McpModule.forRoot({ path: 'one' }), McpModule.forRoot({ path: 'two' })] })
    class App {}
    const app = await NestFactory.create(App, { abortOnError: false, logger: false });
    await expect(app.init()).rejects.toThrow(
      'McpModule is imported 2 times, but it is one server: import it once, in the root module',
    );
  });
});
