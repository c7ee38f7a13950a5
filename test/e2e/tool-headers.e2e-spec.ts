import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { MirroredModule } from '../support/tools/mirrored-tools.js';

describe('Arguments that are repeated in headers', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({}, MirroredModule);
  });

  afterAll(() => server.rookery.close());

  it.each([
    ['HTTP+SSE', SSEClientTransport, '/sse'],
    ['Streamable HTTP', StreamableHTTPClientTransport, '/mcp'],
  ])(
    'are named in the list of tools over %s, and clients that send none call them',
    async (_, Wire, path) => {
      const client = new Client({ name: 'rookery-test', version: '1.0.0' });
      await client.connect(new Wire(new URL(path, server.url)));
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(['byClass', 'byZod', 'raw']);
      for (const { name, inputSchema } of tools) {
        expect(inputSchema.properties).toMatchObject({
          place: { properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } },
          limit: { type: 'integer', 'x-mcp-header': 'Limit' },
          dryRun: { type: 'boolean', 'x-mcp-header': 'Dry-Run' },
        });
        const sent = { place: { region: 'eu-1' }, limit: 5, dryRun: true };
        expect(await client.callTool({ name, arguments: sent })).toMatchObject({ structuredContent: sent });
      }
      await client.close();
    },
  );
});
