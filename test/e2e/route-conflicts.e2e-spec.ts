import { All, Get, Module, Post, Put, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConfigurationError, type McpModuleOptions } from '../../src/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { bootShop, shopAt, type ShopSetup, uriVersions } from '../support/servers/shop-app.js';
import { post, rpc, send } from '../support/wire/http.js';

const asked: McpModuleOptions = { aliases: ['/', '/message', '/messages'] };
const headerVersions = (app: NestExpressApplication): unknown =>
  app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version', defaultVersion: '1' });
const CONFLICTS: [name: string, setup: ShopSetup, first: string, second: string][] = [
  [
    'POST /messages behind McpModule',
    { mcp: asked, controller: shopAt(Post('messages')) },
    'MessageController.receive (POST /messages)',
    'ShopController.own (POST /messages)',
  ],
  [
    'POST /messages before McpModule',
    { mcp: asked, controller: shopAt(Post('messages')), isFirst: true },
    'ShopController.own (POST /messages)',
    'MessageController.receive (POST /messages)',
  ],
  [
    'GET /messages, which McpModule answers with 405',
    { mcp: asked, controller: shopAt(Get('messages')) },
    'MessageController.refuse (ALL /messages)',
    'ShopController.own (GET /messages)',
  ],
  [
    'GET /, with the alias',
    { mcp: asked, controller: shopAt(Get()), inRoot: true },
    'ShopController.own (GET /)',
    'RootController.open (GET /)',
  ],
  [
    'every method of /mcp',
    { controller: shopAt(All('mcp')), isFirst: true },
    'ShopController.own (ALL /mcp)',
    'McpController.receive (POST /mcp)',
  ],
  [
    'a path in other letters, which Express takes as the same',
    { controller: shopAt(Post('MCP/')), isFirst: true },
    'ShopController.own (POST /MCP)',
    'McpController.receive (POST /mcp)',
  ],
  [
    'a parameter in the root module, whose routes are first',
    { controller: shopAt(Get(':page')), inRoot: true },
    'ShopController.own (GET /:page)',
    'SseController.open (GET /sse)',
  ],
  [
    'a wildcard before McpModule',
    { mcp: { path: 'ai' }, controller: shopAt(Post('{*path}')), isFirst: true },
    'ShopController.own (POST /{*path})',
    'SseController.receive (POST /ai/sse)',
  ],
  [
    'a wildcard as older Nest wrote it',
    { mcp: { path: 'ai' }, controller: shopAt(Get('ai/*')), isFirst: true },
    'ShopController.own (GET /ai/{*path})',
    'SseController.open (GET /ai/sse)',
  ],
  [
    'an optional part, without which the path is ours',
    { controller: shopAt(Post('mcp{/:id}')) },
    'McpController.receive (POST /mcp)',
    'ShopController.own (POST /mcp{/:id})',
  ],
  [
    'the same path behind a global prefix',
    {
      mcp: { path: 'ai' },
      controller: shopAt(Post('mcp'), { path: 'ai' }),
      configure: (app) => app.setGlobalPrefix('api'),
    },
    'McpController.receive (POST /api/ai/mcp)',
    'ShopController.own (POST /api/ai/mcp)',
  ],
  [
    'a path that is left out of the global prefix',
    {
      mcp: { path: 'ai' },
      controller: shopAt(Post('api/ai/mcp')),
      configure: (app) => app.setGlobalPrefix('api', { exclude: ['api/ai/mcp'] }),
    },
    'McpController.receive (POST /api/ai/mcp)',
    'ShopController.own (POST /api/ai/mcp)',
  ],
  [
    'a parameter in the global prefix',
    { controller: shopAt(Post('mcp')), configure: (app) => app.setGlobalPrefix(':tenant') },
    'McpController.receive (POST /:tenant/mcp)',
    'ShopController.own (POST /:tenant/mcp)',
  ],
  [
    'a module with a path of its own',
    { mcp: { path: 'ai' }, controller: shopAt(Post('mcp')), ownPath: 'ai' },
    'McpController.receive (POST /ai/mcp)',
    'ShopController.own (POST /ai/mcp)',
  ],
  [
    'a version in the URI that makes the same path',
    { mcp: { path: 'v1' }, controller: shopAt(Post('mcp')), configure: uriVersions },
    'McpController.receive (POST /v1/mcp)',
    'ShopController.own (POST /v1/mcp)',
  ],
  [
    'another version behind McpModule, which takes every version',
    { controller: shopAt(Post('mcp'), { version: '2' }), configure: headerVersions },
    'McpController.receive (POST /mcp)',
    'ShopController.own (POST /mcp)',
  ],
  [
    'every version before McpModule',
    {
      controller: shopAt(Post('mcp'), { version: ['1', VERSION_NEUTRAL] as string[] }),
      isFirst: true,
      configure: headerVersions,
    },
    'ShopController.own (POST /mcp)',
    'McpController.receive (POST /mcp)',
  ],
  [
    'another host behind McpModule, which takes every host',
    { controller: shopAt(Post('mcp'), { host: 'shop.example' }) },
    'McpController.receive (POST /mcp)',
    'ShopController.own (POST /mcp)',
  ],
];

const NEIGHBOURS: [name: string, setup: ShopSetup, own: string, path: string][] = [
  [
    '/messages, which nobody asked McpModule for',
    { controller: shopAt(Post('messages')) },
    'POST /messages',
    '/mcp',
  ],
  [
    'a method before McpModule that it only refuses',
    { controller: shopAt(Put('mcp')), isFirst: true },
    'PUT /mcp',
    '/mcp',
  ],
  ['a parameter behind McpModule', { controller: shopAt(Post(':page')) }, 'POST /page', '/mcp'],
  ['a path below', { controller: shopAt(Post('mcp/:id')), isFirst: true }, 'POST /mcp/1', '/mcp'],
  [
    'a wildcard that Nest sorts behind',
    {
      controller: shopAt(Post('*path')),
      isFirst: true,
      options: { routeResolutionStrategy: 'specificity' },
    },
    'POST /any/thing',
    '/mcp',
  ],
  [
    'another version in the URI',
    { controller: shopAt(Post('mcp')), configure: uriVersions },
    'POST /v1/mcp',
    '/mcp',
  ],
  [
    'another path than that of McpModule',
    { mcp: { path: 'ai' }, controller: shopAt(Post('mcp')), isFirst: true },
    'POST /mcp',
    '/ai/mcp',
  ],
];

describe.each([
  ['through Express', false],
  ['with direct routes', true],
])('An app %s', (_, directRoutes) => {
  it.each(CONFLICTS)('does not start with %s', async (_name, setup, first, second) => {
    const started = bootShop(directRoutes, setup);
    await expect(started).rejects.toThrow(
      new ConfigurationError(
        `${first} takes every request of ${second}, since it is registered first: ` +
          'give ShopController another route, or McpModule another `path`',
      ),
    );
  });

  it.each(NEIGHBOURS)('has %s', async (_name, setup, own, path) => {
    const app = await bootShop(directRoutes, setup);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const [method, ownPath] = own.split(' ') as [string, string];
    expect((await send(url + ownPath, { method })).text).toBe('own');
    const initialize = await post(url + path, rpc(1, 'initialize', {}));
    expect(initialize.headers['mcp-session-id']).toBeDefined();
    await app.close();
  });
});

describe('The service', () => {
  it('does not start around a module that has one of its routes', async () => {
    @Module({ controllers: [shopAt(Post('messages'))] })
    class Tools {}
    await expect(startRookery({}, Tools)).rejects.toThrow(
      'ShopController.own (POST /messages) takes every request of MessageController.receive (POST /messages)',
    );
  });
});
