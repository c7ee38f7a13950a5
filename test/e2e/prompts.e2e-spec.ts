import { eventually } from '../support/eventually.js';
import { type PromptsPage, send } from '../support/prompts/prompt-requests.js';
import { ReviewPromptsModule } from '../support/prompts/review-prompts.js';
import { held, ServedPromptsModule } from '../support/prompts/served-prompts.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { scrape } from '../support/telemetry/metrics.js';
import { type Answer, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { ask } from '../support/wire/stateless.js';

describe('A prompt', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ MAX_RESULT_BYTES: '4096' }, ServedPromptsModule);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const get = (name: unknown, args?: unknown): Promise<Answer> =>
    send(server, 'prompts/get', { name, arguments: args });
  const textOf = async (name: string, args?: object): Promise<unknown> => (await get(name, args)).json;

  it('is got with its arguments as their types, through its interceptors', async () => {
    expect(await textOf('count', { count: '2', text: 'ab' })).toMatchObject({
      result: { messages: [{ role: 'user', content: { type: 'text', text: 'Please: abab 2025-11-25' } }] },
    });
  });

  it.each<[why: string, args: unknown, message: string]>([
    [
      'are missing',
      {},
      'Invalid arguments for prompt count:\n- count: is required [required]\n- text: is required [required]',
    ],
    ['are of another type', { count: 'two', text: '' }, '- count: must be an integer number [isInt]'],
    [
      'are not text',
      { count: 2, text: null },
      '- count: must be text [notText]\n- text: must be text [notText]',
    ],
    ['are unknown', { count: '2', text: '', more: '' }, '- more: is not a property of this input'],
    ['are no object', [], 'arguments must be an object'],
  ])('refuses arguments that %s, by their names', async (_, args, message) => {
    const { json } = await get('count', args);
    expect(json).toMatchObject({
      error: { code: -32602, message: expect.stringContaining(message) as string },
    });
  });

  it.each([
    ['unknown', 'nothing', 'Unknown prompt: nothing'],
    ['no text', 5, 'name must be a string'],
  ])('is refused by a name that is %s', async (_, name, message) => {
    expect((await get(name)).json).toMatchObject({ error: { code: -32602, message } });
  });

  it.each([
    ['missing', -32602, 'There is no such order'],
    ['refused', -32602, 'Not on Sundays'],
    ['forbidden', -32000, 'Not yours'],
    ['down', -32603, 'The shop is closed'],
    ['broken', -32603, 'Internal error'],
    ['number', -32603, 'Internal error'],
    ['guarded', -32000, 'Forbidden resource'],
  ])('that fails says so in the error: %s', async (name, code, message) => {
    expect((await get(name)).json).toMatchObject({ error: { code, message } });
  });

  it('that is too large to be sent is an error that says so', async () => {
    const message = expect.stringMatching(/^The prompt has \d+ bytes; at most 4096 are sent/) as string;
    expect((await get('huge')).json).toMatchObject({ error: { code: -32603, message } });
  });

  it('has a provider of its own for each call where it is request-scoped', async () => {
    for (let i = 0; i < 2; i++)
      expect(await textOf('scoped')).toMatchObject({
        result: { messages: [{ content: { text: '1 anonymous' } }] },
      });
  });

  it('shows clients of older revisions what they know', async () => {
    await using session = await SseStream.open(`${server.url}/sse`);
    await post(await session.endpoint(), rpc(1, 'prompts/get', { name: 'newer' }));
    expect(await session.responseTo(1)).toMatchObject({
      result: {
        messages: [
          { content: { type: 'text', text: expect.stringContaining('audio/wav') as string } },
          { content: { type: 'text', text: 'style: docs://style' } },
        ],
      },
    });
    const { json: newer } = await ask(`${server.url}/mcp`, 'prompts/get', { name: 'newer', arguments: {} });
    expect(newer).toMatchObject({
      result: {
        resultType: 'complete',
        messages: [{ content: { type: 'audio' } }, { content: { type: 'resource_link' } }],
      },
    });
  });

  it('is listed with titles and icons where the revision has them', async () => {
    await using titled = await startRookery({}, ReviewPromptsModule);
    const shown = async (protocolVersion: string): Promise<object[]> => {
      await using session = await SseStream.open(`${titled.url}/sse`);
      const endpoint = await session.endpoint();
      await post(endpoint, rpc(1, 'initialize', { protocolVersion }));
      await session.responseTo(1);
      await post(endpoint, rpc(2, 'prompts/list'));
      const { result } = (await session.responseTo(2)) as { result: PromptsPage };
      return result.prompts.filter(({ name }) => name === 'review' || name === 'plan');
    };
    const days = { name: 'days', description: 'How many', required: true };
    for (const [revision, plan, review] of [
      ['2025-03-26', days, {}],
      [
        '2025-06-18',
        { ...days, title: 'Days' },
        { title: 'Code review', _meta: { 'example.com/team': 'a' } },
      ],
    ] as const) {
      const [first, second] = (await shown(revision)) as [{ arguments: object[] }, object];
      expect(first.arguments[0]).toEqual(plan);
      expect(second).toEqual({
        name: 'review',
        description: 'Asks for a review',
        arguments: expect.any(Array) as unknown,
        ...review,
      });
    }
    expect((await shown('2025-11-25'))[1]).toMatchObject({
      title: 'Code review',
      icons: [{ src: 'https://example.com/review.png' }],
    });
  });

  it('has its own rate, time and calls at once', async () => {
    await get('rare');
    expect((await get('rare')).json).toMatchObject({
      error: {
        message: 'Rate limit: at most 1 calls of prompt rare in 3600 s',
        data: { reason: 'rate-limited' },
      },
    });
    expect((await get('late')).json).toMatchObject({ error: { data: { reason: 'timeout' } } });
    const first = get('hold');
    await eventually(() => held.length === 1);
    expect((await get('hold')).json).toMatchObject({
      error: { message: 'Too many calls of prompt hold are running at once' },
    });
    held[0]!();
    expect((await first).json).toMatchObject({ result: {} });
  });

  it('is counted by its name', async () => {
    await get('open');
    const series =
      'mcp_server_operation_duration_seconds_count{mcp_method_name="prompts/get",gen_ai_tool_name="",gen_ai_prompt_name="open",error_type="",wire="sessionless-post"}';
    expect((await scrape(server.url)).get(series)).toBe(1);
  });

  it('is named by a header in revision 2026-07-28', async () => {
    const { status } = await ask(
      `${server.url}/mcp`,
      'prompts/get',
      { name: 'open', arguments: {} },
      { 'mcp-name': 'admin' },
    );
    expect(status).toBe(400);
  });
});
