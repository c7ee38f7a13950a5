import { Test } from '@nestjs/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { McpModule, ResourceUpdates } from '../../src/index.js';
import { connect, type McpTestClient } from '../../src/testing/index.js';
import { eventually } from '../support/eventually.js';
import { LibraryResourcesModule } from '../support/resources/library-resources.js';

describe.each(['memory', 'http-sse'] as const)('The testing kit, over %s', (over) => {
  let app: INestApplicationContext;
  let mcp: McpTestClient;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [McpModule.forRoot(), LibraryResourcesModule],
    }).compile();
    app = module.createNestApplication();
    mcp = await connect(app, { over });
  });
  afterAll(async () => {
    await mcp.close();
    await app.close();
  });

  it('lists and reads resources', async () => {
    expect((await mcp.listResources()).map(({ uri }) => uri)).toContain('users://2/posts');
    expect((await mcp.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate)).toEqual([
      'users://{id}/posts{?page,drafts}',
    ]);
    expect(await mcp.readResource('text://hello')).toEqual([
      { uri: 'text://hello', mimeType: 'text/markdown', text: '# Hello' },
    ]);
    await expect(mcp.readResource('text://none')).rejects.toMatchObject({ code: -32002 });
  });

  it('subscribes to them, and no more', async () => {
    const updates = app.get(ResourceUpdates, { strict: false });
    await mcp.subscribe('text://hello');
    await mcp.subscribe('config://app');
    updates.announce('text://hello');
    await eventually(() => mcp.updatedUris.length === 1);
    await mcp.unsubscribe('text://hello');
    updates.announce('text://hello');
    updates.announce('config://app');
    await eventually(() => mcp.updatedUris.length === 2);
    expect(mcp.updatedUris).toEqual(['text://hello', 'config://app']);
  });
});
