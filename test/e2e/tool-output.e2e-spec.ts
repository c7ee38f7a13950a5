import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { connect, type McpTestClient } from '../../src/testing/index.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { OutputModule } from '../support/tools/output-tools.js';

const SCORE = {
  type: 'object',
  properties: { player: { type: 'string' }, points: { type: 'integer', maximum: 10 } },
  required: ['player', 'points'],
  additionalProperties: false,
};

const LIST = {
  type: 'object',
  properties: {
    result: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } },
  },
  required: ['result'],
};

const object = (value: object): object => ({
  content: [{ type: 'text', text: JSON.stringify(value) }],
  structuredContent: value,
});

const list = (value: object[]): object => ({
  content: [{ type: 'text', text: JSON.stringify(value) }],
  structuredContent: { result: value },
});

describe('The output of a tool', () => {
  let server: RunningRookery;
  let mcp: McpTestClient;

  beforeAll(async () => {
    server = await startRookery({}, OutputModule);
    mcp = await connect(server.rookery, { over: 'http-sse' });
  });

  afterAll(async () => {
    await mcp.close();
    await server.rookery.close();
  });

  it('is described as it is declared, or by the class that the method returns', async () => {
    const tools = await mcp.listTools();
    const outputOf = (name: string): unknown => tools.find((tool) => tool.name === name)?.outputSchema;
    expect([outputOf('derived'), outputOf('declared')]).toEqual([SCORE, SCORE]);
    expect(outputOf('dated')).toMatchObject({ type: 'object', required: ['at'] });
    expect(outputOf('raw')).toEqual({
      type: 'object',
      properties: { n: { type: 'number' } },
      required: ['n'],
    });
    expect(outputOf('map')).toBeUndefined();
  });

  it.each<[string, object]>([
    ['derived', object({ player: 'Ann', points: 7 })],
    ['declared', object({ player: 'Bob', points: 8 })],
    ['dated', object({ at: '1970-01-01T00:00:00.000Z' })],
    ['raw', { content: [{ type: 'text', text: 'one' }], structuredContent: { n: 1 } }],
    ['failing', { content: [{ type: 'text', text: 'No game today' }], isError: true }],
    ['almostABlock', object({ type: 'text', value: 5 })],
    ['almostAResult', object({ content: [], owner: 'Ann' })],
  ])('is what %s says', async (name, result) => {
    expect(await mcp.callTool(name)).toEqual(result);
  });

  it.each(['broken', 'textual', 'map', 'wrongRow', 'oneRow', 'badResult'])(
    'is never sent where it cannot be, as of %s',
    async (name) => {
      await expect(mcp.callTool(name)).rejects.toMatchObject({ code: -32603, message: 'Internal error' });
    },
  );

  it.each(['file', 'nestedFile', 'nestedMap', 'nestedBigInt', 'ownBigInt', 'error', 'generated'])(
    'is an error where JSON holds nothing of it, as of %s',
    async (name) => {
      await expect(mcp.callTool(name)).rejects.toMatchObject({ code: -32603, message: 'Internal error' });
    },
  );
});

describe('The official TypeScript client', () => {
  let server: RunningRookery;
  const client = new Client({ name: 'rookery-test', version: '1.0.0' });

  beforeAll(async () => {
    server = await startRookery({}, OutputModule);
    await client.connect(new SSEClientTransport(new URL('/sse', server.url)));
    await client.listTools();
  });

  afterAll(async () => {
    await client.close();
    await server.rookery.close();
  });

  it.each<[string, object]>([
    ['bookmark', { type: 'resource', resource: { uri: 'https://example.com/a', title: 'A' } }],
    ['photo', { type: 'image', data: 'not base64!', mimeType: 'image/png' }],
    ['saying', { type: 'text', text: 'To be', author: 'Hamlet' }],
  ])('takes %s, which only looks like a content block, as an object', async (name, value) => {
    expect(await client.callTool({ name })).toEqual(object(value));
  });

  it('takes a list with a member that only looks like a block as text', async () => {
    const { content } = await client.callTool({ name: 'sayings' });
    const members = [
      { type: 'text', text: 'To be', author: 'Hamlet' },
      { type: 'text', text: 'or not' },
    ];
    expect(content).toEqual([{ type: 'text', text: JSON.stringify(members) }]);
  });

  it('takes a link with all that a link may have', async () => {
    const icons = [{ src: 'https://example.com/i.png', sizes: ['48x48'] }];
    const link = {
      type: 'resource_link',
      uri: 'https://example.com/a',
      name: 'a',
      title: 'A',
      size: 3,
      icons,
    };
    expect(await client.callTool({ name: 'link' })).toEqual({ content: [link] });
  });

  it('is told of a list as an object with a result, and holds the list to it', async () => {
    const { tools } = await client.listTools();
    expect(tools.find(({ name }) => name === 'rawRows')!.outputSchema).toEqual(LIST);
    const rows = [{ id: 1 }, { id: 2 }];
    for (const name of ['zodRows', 'rawRows', 'classRows'])
      expect([name, await client.callTool({ name })]).toEqual([name, list(rows)]);
    expect(await client.callTool({ name: 'noRows' })).toEqual(list([]));
    expect(await client.callTool({ name: 'lines' })).toEqual(list([{ type: 'text', text: 'a' }]));
  });

  it('gets a list that is not declared as text alone', async () => {
    const text = '[{"id":1},{"id":2}]';
    expect(await client.callTool({ name: 'undeclaredRows' })).toEqual({ content: [{ type: 'text', text }] });
  });
});
