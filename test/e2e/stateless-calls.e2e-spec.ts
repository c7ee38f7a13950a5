import { linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { StatelessToolsModule, waits } from '../support/tools/stateless-tools.js';
import { rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { ask, call, envelope, mirrored, SERVER_META } from '../support/wire/stateless.js';

const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const LEVEL = 'io.modelcontextprotocol/logLevel';

/** The messages of an event stream. */
const messagesOf = (text: string): unknown[] =>
  [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => JSON.parse(data!) as unknown);

describe('A call over stateless HTTP', () => {
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off', HEARTBEAT_SECONDS: '0.2' }, StatelessToolsModule);
    url = `${server.url}/mcp`;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('knows who makes it by what the request says', async () => {
    const { headers, json } = await call(url, 'report');
    expect(json).toMatchObject({ result: { content: [{ text: 'test anonymous 2026-07-28' }] } });
    expect(headers['content-type']).toBe('application/json');
  });

  it('has in `_meta` of its result what the tool says there, and which server answers', async () => {
    const { text } = await call(url, 'sign');
    expect(JSON.parse(text)).toMatchObject({
      result: { content: [], _meta: { 'example.com/by': 'the tool', ...SERVER_META } },
    });
    expect(text.split('"_meta"')).toHaveLength(2);
  });

  it('is answered as a stream from its first progress on, which ends behind the result', async () => {
    const params = { name: 'report', arguments: {}, _meta: envelope({ progressToken: 'mine' }) };
    const { status, headers, text } = await ask(url, 'tools/call', params);
    expect([status, headers['content-type'], headers['x-accel-buffering']]).toEqual([
      200,
      'text/event-stream',
      'no',
    ]);
    expect(text).not.toMatch(/^(?:id|retry):/m);
    expect(messagesOf(text)).toMatchObject([
      { method: 'notifications/progress', params: { progressToken: 'mine', progress: 1, message: 'one' } },
      { method: 'notifications/progress', params: { progressToken: 'mine', progress: 3 } },
      { id: 7, result: { resultType: 'complete' } },
    ]);
  });

  it('gets the log messages that it asks for itself', async () => {
    const params = { name: 'report', arguments: {}, _meta: envelope({ [LEVEL]: 'warning' }) };
    const { text } = await ask(url, 'tools/call', params);
    expect(messagesOf(text)).toMatchObject([
      { method: 'notifications/message', params: { level: 'warning', logger: 'tools' } },
      { id: 7 },
    ]);
  });

  it('is aborted when its client leaves, and its stream is kept open until then', async () => {
    const params = { name: 'wait', arguments: {}, _meta: envelope({ progressToken: 1 }) };
    const aborted = waits.aborted.length;
    const message = rpc(7, 'tools/call', params);
    await using stream = await SseStream.post(url, message, mirrored('tools/call', params));
    await eventually(() => stream.bytes.includes(': heartbeat\n'));
    expect(waits.aborted).toHaveLength(aborted);
    stream.close();
    await eventually(() => waits.aborted.length > aborted);
    expect(waits.aborted.slice(aborted)).toEqual(['disconnected']);
  });

  it('is refused with 400 and -32021 where its client does not say that it can what the tool needs', async () => {
    for (const declared of [{}, { elicitation: {} }]) {
      const params = { name: 'visit', arguments: {}, _meta: envelope({ [CAPABILITIES]: declared }) };
      const { status, json } = await ask(url, 'tools/call', params);
      expect([status, json]).toMatchObject([
        400,
        { id: 7, error: { code: -32021, data: { requiredCapabilities: { elicitation: { url: {} } } } } },
      ]);
    }
    const declared = envelope({ [CAPABILITIES]: { elicitation: { url: {} } } });
    const { json } = await ask(url, 'tools/call', { name: 'visit', arguments: {}, _meta: declared });
    expect(json).toMatchObject({ result: { content: [{ text: 'visited' }] } });
  });

  it('that is not served has a status, and a code of its own', async () => {
    await call(url, 'rare');
    const [limited, late] = [await call(url, 'rare'), await call(url, 'late')];
    expect([limited.status, limited.headers['retry-after'], limited.json]).toMatchObject([
      429,
      expect.stringMatching(/^\d+$/),
      { id: 7, error: { code: 429, data: { reason: 'rate-limited' } } },
    ]);
    expect([late.status, late.json]).toMatchObject([
      504,
      { id: 7, error: { code: 504, data: { reason: 'timeout' } } },
    ]);
  });

  it('of a tool that breaks is 500', async () => {
    const { status, json } = await call(url, 'break');
    expect([status, json]).toMatchObject([500, { id: 7, error: { code: -32603 } }]);
  });

  it('has a result that says so where its arguments are too large', async () => {
    const { status, json } = await call(url, 'rare', { filler: 'x'.repeat(5 * 1024 * 1024) });
    expect([status, json]).toMatchObject([200, { id: 7, result: { resultType: 'complete', isError: true } }]);
  });

  it('is of a list that its caller may not share where callers see different tools', async () => {
    const { json } = await ask(url, 'tools/list');
    expect(json).toMatchObject({ result: { cacheScope: 'private' } });
  });
});

describe('A server over stateless HTTP', () => {
  it('refuses who has no credentials with 401, and who has too few with 403', async () => {
    const user = newToken('user');
    const environment = { AUTH: 'bearer', AUTH_TOKENS: linesOf(user), LIST_TTL_MS: '5000' };
    await using server = await startRookery(environment, StatelessToolsModule);
    const url = `${server.url}/mcp`;
    const [unknown, poor] = [await call(url, 'report'), await call(url, 'admin', {}, user.headers)];
    expect([unknown.status, unknown.json]).toMatchObject([401, { error: { code: 401 } }]);
    expect([poor.status, poor.json]).toMatchObject([
      403,
      { id: 7, error: { code: 403, data: { reason: 'insufficient-scope' } } },
    ]);
    const { json } = await ask(url, 'tools/list', {}, user.headers);
    expect(json).toMatchObject({ result: { ttlMs: 5000, cacheScope: 'private' } });
  });
});
