import { connect, type McpTestClient } from '../../src/testing/index.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { OutputModule } from '../support/tools/output-tools.js';

const SCORE = {
  type: 'object',
  properties: { player: { type: 'string' }, points: { type: 'integer', maximum: 10 } },
  required: ['player', 'points'],
  additionalProperties: false,
};

const object = (value: object): object => ({
  content: [{ type: 'text', text: JSON.stringify(value) }],
  structuredContent: value,
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

  it.each(['broken', 'textual', 'map'])('is never sent where it cannot be, as of %s', async (name) => {
    await expect(mcp.callTool(name)).rejects.toMatchObject({ code: -32603, message: 'Internal error' });
  });
});
