import { callTool, post, rpc } from '../support/http.js';
import { type RunningRookery, startRookery } from '../support/rookery.js';
import { SseStream } from '../support/sse-stream.js';
import { ToolsModule } from '../support/tools.js';

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

describe('Tools', () => {
  let server: RunningRookery;
  let stream: SseStream;
  let endpoint: string;

  beforeAll(async () => {
    server = await startRookery(
      { MAX_RESULT_BYTES: '4096', MAX_CALLS_PER_SESSION: '2', TOOL_TIMEOUT_SECONDS: '30' },
      ToolsModule,
    );
  });

  afterAll(() => server.rookery.close());

  beforeEach(async () => {
    stream = await SseStream.open(`${server.url}/sse`);
    endpoint = await stream.endpoint();
  });

  afterEach(async () => {
    stream.close();
    await stream.ended();
  });

  async function ask(message: object, headers = {}): Promise<Record<string, unknown>> {
    expect((await post(endpoint, message, headers)).status).toBe(202);
    return stream.responseTo((message as { id: string | number }).id);
  }

  it('lists tools in the order of their names, with schemas of their inputs', async () => {
    const { tools } = (await ask(rpc(1, 'tools/list')))['result'] as { tools: { name: string }[] };
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

  it.each<[string, object, object]>([
    ['text', callTool(1, 'join', { words: ['a', 'b'] }), text('a b')],
    ['nothing', callTool(1, 'nothing'), { content: [] }],
    [
      'blocks',
      callTool(1, 'blocks'),
      {
        content: [
          { type: 'text', text: 'a picture' },
          { type: 'image', data: 'AA==', mimeType: 'image/png' },
        ],
      },
    ],
    ['a full result', callTool(1, 'full'), { ...text('all of it'), _meta: { cached: true } }],
    ['what a ToolError says', callTool(1, 'fail'), { ...text('The oven is cold'), isError: true }],
    ['what an HttpException says', callTool(1, 'refuse'), { ...text('No bread'), isError: true }],
  ])('answers with %s', async (_, message, result) => {
    expect(await ask(message)).toEqual({ jsonrpc: '2.0', id: 1, result });
  });

  it('says that a result is too large instead of sending it', async () => {
    expect(await ask(callTool(1, 'large'))).toMatchObject({
      result: {
        isError: true,
        content: [{ text: expect.stringMatching(/^The result has 5\d\d\d bytes; at most 4096/) as string }],
      },
    });
  });

  it.each(['break', 'cyclic'])('masks the failure of the tool %s', async (name) => {
    expect(await ask(callTool(1, name))).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32603, message: 'Internal error' },
    });
  });

  it('names every rule of every wrong field', async () => {
    const wrong = await ask(callTool(1, 'greet', { name: 'A', age: -1.5, extra: 1 }));
    expect(wrong['result']).toEqual({
      isError: true,
      ...text(
        [
          'Invalid arguments for tool greet:',
          '- extra: extra is not a property of this input [unknownProperty]',
          '- name: name must be longer than or equal to 2 characters [minLength]',
          '- age: age must not be less than 0 [min]',
          '- age: age must be an integer number [isInt]',
        ].join('\n'),
      ),
    });
    expect((await ask(callTool(2, 'join', { words: [1] })))['result']).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^- words\.0: .*\[invalid_type\]$/m) as string }],
    });
    expect((await ask(callTool(3, 'nothing', { x: 1 })))['result']).toMatchObject({ isError: true });
  });
});
