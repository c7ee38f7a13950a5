import { PromptRegistry } from '../../src/index.js';
import { linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { namesIn, type PromptsPage, send } from '../support/prompts/prompt-requests.js';
import { ServedPromptsModule } from '../support/prompts/served-prompts.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { type Answer, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { ask, envelope, mirrored } from '../support/wire/stateless.js';

describe('The prompts of a server with credentials', () => {
  const [ada, root] = [newToken('ada'), newToken('root', 'prompts:admin')];
  let server: RunningRookery;

  beforeAll(async () => {
    const environment = { AUTH: 'bearer', AUTH_TOKENS: linesOf(ada, root) };
    server = await startRookery(environment, ServedPromptsModule);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('are listed for those who may get them', async () => {
    const unknown = await send(server, 'prompts/list');
    expect(namesIn(unknown)).toEqual(['open']);
    expect(namesIn(await send(server, 'prompts/list', {}, ada.headers))).toContain('ada');
    const names = namesIn(await send(server, 'prompts/list', {}, root.headers));
    expect([names.includes('admin'), names.includes('ada')]).toEqual([true, false]);
  });

  it('are got by those who may', async () => {
    const get = (name: string, headers = {}): Promise<Answer> =>
      send(server, 'prompts/get', { name }, headers);
    const answers = [
      await get('open'),
      await get('ada'),
      await get('ada', root.headers),
      await get('admin', ada.headers),
      await get('admin', root.headers),
      await get('nothing'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 403, 403, 200, 401]);
    expect(answers[3]!.headers['www-authenticate']).toContain('scope="prompts:admin"');
  });

  it('are a list of the caller alone in revision 2026-07-28', async () => {
    const { json } = await ask(`${server.url}/mcp`, 'prompts/list', {}, ada.headers);
    expect(json).toMatchObject({ result: { ttlMs: 60_000, cacheScope: 'private' } });
  });
});

describe('The registry of prompts', () => {
  let server: RunningRookery;
  let prompts: PromptRegistry;

  beforeEach(async () => {
    server = await startRookery({ LIST_PAGE_SIZE: '2' });
    prompts = server.rookery.app.get(PromptRegistry, { strict: false });
  });
  afterEach(() => server[Symbol.asyncDispose]());

  const add = (...names: readonly string[]): void => {
    for (const name of names) prompts.register({ name, get: () => name });
  };
  const capabilities = async (): Promise<unknown> => {
    const { json } = await send(server, 'initialize', { protocolVersion: '2025-11-25' });
    return (json as { result: { capabilities: object } }).result.capabilities;
  };

  it('is no capability of a server that never had a prompt', async () => {
    expect(await capabilities()).not.toHaveProperty('prompts');
    for (const method of ['prompts/list', 'prompts/get'])
      expect((await send(server, method)).json).toMatchObject({ error: { code: -32601 } });
    expect((await ask(`${server.url}/mcp`, 'prompts/list')).status).toBe(404);
    add('first');
    expect(await capabilities()).toMatchObject({ prompts: { listChanged: true } });
    prompts.remove('first');
    expect(await capabilities()).toMatchObject({ prompts: { listChanged: true } });
    expect(namesIn(await send(server, 'prompts/list'))).toEqual([]);
  });

  it('adds, replaces and removes prompts while it runs', async () => {
    add('word');
    const text = async (): Promise<unknown> => (await send(server, 'prompts/get', { name: 'word' })).json;
    expect(await text()).toMatchObject({ result: { messages: [{ content: { text: 'word' } }] } });
    expect(() => add('word')).toThrow('are both named "word"');
    expect(() => add('a b')).toThrow('is no prompt name');
    prompts.replace({ name: 'word', get: () => 'other' });
    expect(await text()).toMatchObject({ result: { messages: [{ content: { text: 'other' } }] } });
    expect([prompts.remove('word'), prompts.remove('word')]).toEqual([true, false]);
    expect(await text()).toMatchObject({ error: { code: -32602 } });
  });

  it('gives its list in pages', async () => {
    add('c', 'a', 'b');
    const { json } = await send(server, 'prompts/list');
    const page = (json as { result: PromptsPage }).result;
    expect(page.prompts.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(namesIn(await send(server, 'prompts/list', { cursor: page.nextCursor }))).toEqual(['c']);
    expect((await send(server, 'prompts/list', { cursor: 'x' })).json).toMatchObject({
      error: { code: -32602 },
    });
  });

  it('announces changes to sessions and to who listens', async () => {
    await using served = await startRookery({}, ServedPromptsModule);
    const changing = served.rookery.app.get(PromptRegistry, { strict: false });
    await using session = await SseStream.open(`${served.url}/sse`);
    const endpoint = await session.endpoint();
    await post(endpoint, rpc(1, 'initialize', { protocolVersion: '2025-11-25' }));
    await session.responseTo(1);
    const wanted = { notifications: { promptsListChanged: true }, _meta: envelope() };
    const message = rpc(7, 'subscriptions/listen', wanted);
    await using listener = await SseStream.post(
      `${served.url}/mcp`,
      message,
      mirrored('subscriptions/listen'),
    );
    await eventually(() => listener.messages.length === 1);
    expect(listener.messages).toMatchObject([{ params: { notifications: { promptsListChanged: true } } }]);
    changing.remove('rare');
    const changed = { method: 'notifications/prompts/list_changed' };
    await eventually(() => session.messages.length === 2 && listener.messages.length === 2);
    expect([session.messages[1], listener.messages[1]]).toMatchObject([changed, changed]);
  });
});
