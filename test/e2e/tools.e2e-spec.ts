import { connect, type McpTestClient } from '../../src/testing/index.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { ToolsModule } from '../support/tools/tools.js';

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

describe.each(['memory', 'http-sse'] as const)('Tools over %s', (over) => {
  let server: RunningRookery;
  let mcp: McpTestClient;

  beforeAll(async () => {
    server = await startRookery({ MAX_RESULT_BYTES: '4096' }, ToolsModule);
    mcp = await connect(server.rookery, { over });
  });

  afterAll(async () => {
    await mcp.close();
    await server.rookery.close();
  });

  it('lists tools in the order of their names, with schemas of their inputs', async () => {
    const tools = await mcp.listTools();
    expect(tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name).toSorted());
    expect(tools.find(({ name }) => name === 'greet')).toEqual({
      name: 'greet',
      description: 'Greets',
      inputSchema: {
        type: 'object',
        properties: {
          name: { type: 'string', minLength: 2, description: 'What people call them' },
          age: { type: 'integer', minimum: 0 },
        },
        required: ['name', 'age'],
        additionalProperties: false,
      },
    });
    expect(tools.find(({ name }) => name === 'join')).toMatchObject({
      inputSchema: { type: 'object', required: ['words'], properties: { words: { type: 'array' } } },
    });
    expect(tools.find(({ name }) => name === 'nothing')).toEqual({
      name: 'nothing',
      inputSchema: { type: 'object', properties: {}, additionalProperties: false },
    });
  });

  it.each<[string, string, object, object]>([
    ['text', 'join', { words: ['a', 'b'] }, text('a b')],
    ['nothing', 'nothing', {}, { content: [] }],
    [
      'blocks',
      'blocks',
      {},
      {
        content: [
          { type: 'text', text: 'a picture' },
          { type: 'image', data: 'AA==', mimeType: 'image/png' },
        ],
      },
    ],
    ['a full result', 'full', {}, { ...text('all of it'), _meta: { cached: true } }],
    ['what a ToolError says', 'fail', {}, { ...text('The oven is cold'), isError: true }],
    ['what an HttpException says', 'refuse', {}, { ...text('No bread'), isError: true }],
    ['all that an HttpException says', 'refuseTwice', {}, { ...text('No bread; No butter'), isError: true }],
  ])('answers with %s', async (_, name, args, result) => {
    expect(await mcp.callTool(name, args)).toEqual(result);
  });

  it('says that a result is too large instead of sending it', async () => {
    expect(await mcp.callTool('large')).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^The result has 5\d\d\d bytes; at most 4096/) as string }],
    });
  });

  it.each(['break', 'cyclic'])('masks the failure of the tool %s', async (name) => {
    await expect(mcp.callTool(name)).rejects.toMatchObject({
      code: -32603,
      message: 'Internal error',
      data: undefined,
    });
  });

  it('names every rule of every wrong field', async () => {
    expect(await mcp.callTool('greet', { name: 'A', age: -1.5, extra: 1 })).toEqual({
      isError: true,
      ...text(
        [
          'Invalid arguments for tool greet:',
          '- extra: is not a property of this input [unknownProperty]',
          '- name: must be longer than or equal to 2 characters [minLength]',
          '- age: must be an integer number [isInt]',
        ].join('\n'),
      ),
    });
    expect(await mcp.callTool('join', { words: [1] })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^- words\.0: .*\[invalid_type\]$/m) as string }],
    });
    expect(await mcp.callTool('nothing', { x: 1 })).toMatchObject({ isError: true });
  });
});
