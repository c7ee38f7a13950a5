import { CLIENT_WIRES } from '../support/clients/client-wires.js';
import { RESOURCE_CLIENTS, type ResourceClient } from '../support/clients/resource-clients.js';
import { buildStdioTarget } from '../support/clients/stdio-target.js';
import { LibraryResourcesModule } from '../support/resources/library-resources.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';

/** A compiler and a process start first. */
const WITHIN_MS = 120_000;

const CONFIG = {
  uri: 'config://app',
  name: 'config',
  title: 'Configuration',
  description: 'What the app is set to',
  annotations: { audience: ['user'], priority: 0.5, lastModified: '2026-01-31T12:00:00Z' },
  size: 13,
  icons: [{ src: 'https://example.com/i.png' }],
  _meta: { 'example.com/team': 'a' },
};

describe('Resources', () => {
  let server: RunningRookery;
  let stdioTarget: string;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off' }, LibraryResourcesModule);
    stdioTarget = await buildStdioTarget('resources', 'library-resources');
  }, WITHIN_MS);
  afterAll(() => server[Symbol.asyncDispose]());

  describe.each(CLIENT_WIRES)('over $name', (wire) => {
    describe.each(RESOURCE_CLIENTS)('for %s', (_, connect) => {
      let client: ResourceClient;

      beforeAll(async () => {
        client = await connect(wire, wire.name === 'stdio' ? stdioTarget : wire.targetAt(server.url));
      }, WITHIN_MS);
      afterAll(() => client.close());

      const read = async (uri: string): Promise<object[]> => (await client.readResource({ uri })).contents;

      it('are listed, with those that a template lists', async () => {
        const { resources } = await client.listResources();
        expect(client.getServerCapabilities()).toMatchObject({
          resources: { subscribe: true, listChanged: true },
        });
        expect(resources).toHaveLength(10);
        expect(resources).toEqual(
          expect.arrayContaining([
            CONFIG,
            { uri: 'text://hello', name: 'hello', mimeType: 'text/markdown' },
            { uri: 'users://1/posts?page=3', name: 'Posts of 1', size: 5 },
            { uri: 'users://2/posts', name: 'Posts of 2', mimeType: 'application/json' },
          ]),
        );
      });

      it('may be templates', async () => {
        expect((await client.listResourceTemplates()).resourceTemplates).toEqual([
          {
            uriTemplate: 'users://{id}/posts{?page,drafts}',
            name: 'posts',
            description: 'Posts of a user',
          },
        ]);
      });

      it.each([
        ['config://app', { mimeType: 'application/json', text: '{"dark":true}' }],
        ['text://hello', { mimeType: 'text/markdown', text: '# Hello' }],
        ['bytes://pixel', { mimeType: 'image/png', blob: 'cG5n' }],
        ['bytes://table', { mimeType: 'text/csv', text: 'a,b' }],
        ['bytes://unknown', { mimeType: 'application/octet-stream', blob: 'AP8=' }],
        ['stream://lines', { mimeType: 'text/plain', text: 'one\ntwo\n' }],
        ['stream://bytes', { mimeType: 'application/octet-stream', blob: 'YWI=' }],
      ])('are read: %s', async (uri, contents) => {
        expect(await read(uri)).toEqual([{ uri, ...contents }]);
      });

      it('may have several contents', async () => {
        expect(await read('several://all')).toEqual([
          { uri: 'several://all/text', mimeType: 'text/plain', text: 'one' },
          {
            uri: 'several://all/bytes',
            mimeType: 'application/octet-stream',
            blob: 'dHdv',
            _meta: { 'example.com/part': 2 },
          },
        ]);
      });

      it('are read by a template, with variables of the types that its class has', async () => {
        const [contents] = await read('users://7/posts?drafts=true&page=2');
        const { text } = contents as { text: string };
        expect(JSON.parse(text)).toMatchObject({ id: 7, page: 2, drafts: true });
      });

      it.each(['users://404/posts', 'users://7/posts?more=1', 'users://..%2F7/posts', 'nothing://here'])(
        'are not found: %s',
        async (uri) => {
          await expect(read(uri)).rejects.toMatchObject({
            message: expect.stringContaining('Resource not found') as string,
          });
        },
      );

      it('name the variable that they refuse', async () => {
        await expect(read('users://1001/posts')).rejects.toMatchObject({
          code: -32602,
          message: expect.stringContaining('- id: must not be greater than 1000 [max]') as string,
        });
      });
    });
  });
});
