import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { ask, call, envelope, mirrored, REVISION, SERVER_META } from '../support/wire/stateless.js';

const VERSION = 'io.modelcontextprotocol/protocolVersion';

describe('Stateless HTTP', () => {
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off', SERVER_INSTRUCTIONS: 'Add.' });
    url = `${server.url}/mcp`;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('says what it is, and which revisions it speaks', async () => {
    const { status, headers, json } = await ask(url, 'server/discover');
    expect(json).toEqual({
      jsonrpc: '2.0',
      id: 7,
      result: {
        resultType: 'complete',
        supportedVersions: [REVISION, '2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'],
        capabilities: { tools: { listChanged: true }, logging: {} },
        instructions: 'Add.',
        _meta: SERVER_META,
        ttlMs: 60_000,
        cacheScope: 'public',
      },
    });
    expect([status, headers['content-type'], headers['mcp-session-id']]).toEqual([
      200,
      'application/json',
      undefined,
    ]);
  });

  it('lists tools, and says for how long and for whom', async () => {
    const { json } = await ask(url, 'tools/list');
    expect(json).toMatchObject({
      result: {
        resultType: 'complete',
        tools: [{ name: 'add' }, { name: 'echo' }],
        ttlMs: 60_000,
        cacheScope: 'public',
        _meta: SERVER_META,
      },
    });
  });

  it('calls a tool, each time by itself, whatever session and event the headers name', async () => {
    const stale = { 'mcp-session-id': 'gone', 'last-event-id': 'gone.7' };
    const { status, json } = await call(url, 'add', { a: 5, b: 3 }, stale);
    expect([status, json]).toEqual([
      200,
      {
        jsonrpc: '2.0',
        id: 7,
        result: { resultType: 'complete', content: [{ type: 'text', text: '8' }], _meta: SERVER_META },
      },
    ]);
  });

  it.each(['/mcp', '/sse', '/'])('is served at %s, where the revisions with sessions are', async (path) => {
    const at = `${server.url}${path}`;
    expect((await call(at, 'add', { a: 5, b: 3 })).json).toMatchObject({
      result: { resultType: 'complete' },
    });
    const opened = await post(at, rpc(1, 'initialize', { protocolVersion: '2025-11-25' }));
    const session = { 'mcp-session-id': String(opened.headers['mcp-session-id']) };
    expect((await post(at, callTool(2, 'add', { a: 5, b: 3 }), session)).json).toEqual({
      jsonrpc: '2.0',
      id: 2,
      result: { content: [{ type: 'text', text: '8' }] },
    });
  });

  it.each<[what: string, meta: object | undefined, method: string]>([
    ['no _meta where only this revision has the method', undefined, 'server/discover'],
    ['an empty _meta', {}, 'server/discover'],
    ['no version', { 'io.modelcontextprotocol/clientCapabilities': {} }, 'tools/list'],
    ['no capabilities', { [VERSION]: REVISION }, 'tools/list'],
    ['capabilities that are no object', envelope({ 'io.modelcontextprotocol/clientCapabilities': 1 }), 'x'],
    ['a client that is no object', envelope({ 'io.modelcontextprotocol/clientInfo': 'me' }), 'tools/list'],
    ['a log level that there is not', envelope({ 'io.modelcontextprotocol/logLevel': 'loud' }), 'tools/list'],
  ])('answers 400 with -32602 to %s', async (_what, _meta, method) => {
    const { status, json } = await ask(url, method, { _meta });
    expect([status, json]).toMatchObject([400, { id: 7, error: { code: -32602 } }]);
  });

  it('does not ask who the client is', async () => {
    const meta = { [VERSION]: REVISION, 'io.modelcontextprotocol/clientCapabilities': {} };
    expect((await ask(url, 'tools/list', { _meta: meta })).status).toBe(200);
  });

  it('answers 400 with -32022 to a version that it does not speak', async () => {
    const headers = { 'mcp-protocol-version': '2030-01-01' };
    const { status, json } = await ask(
      url,
      'tools/list',
      { _meta: envelope({ [VERSION]: '2030-01-01' }) },
      headers,
    );
    expect([status, json]).toMatchObject([
      400,
      {
        id: 7,
        error: {
          code: -32022,
          data: { supported: expect.arrayContaining([REVISION, '2025-11-25']), requested: '2030-01-01' },
        },
      },
    ]);
  });

  it.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'no/such'])(
    'answers 404 with -32601 to %s',
    async (method) => {
      const { status, json } = await ask(url, method);
      expect([status, json]).toMatchObject([404, { id: 7, error: { code: -32601 } }]);
    },
  );

  it('answers 200 with -32602 to a tool that there is not', async () => {
    const { status, json } = await call(url, 'no-such-tool');
    expect([status, json]).toMatchObject([200, { id: 7, error: { code: -32602 } }]);
  });

  it.each<[what: string, headers: Record<string, string>]>([
    ['a version that the body does not have', { 'mcp-protocol-version': '2030-01-01' }],
    ['two versions', { 'mcp-protocol-version': `${REVISION}, 2025-11-25` }],
    ['another method', { 'mcp-method': 'tools/list' }],
    ['the method in another case', { 'mcp-method': 'TOOLS/CALL' }],
    ['another name', { 'mcp-name': 'echo' }],
  ])('answers 400 with -32020 to headers with %s', async (_what, headers) => {
    const { status, json } = await call(url, 'add', { a: 5, b: 3 }, headers);
    expect([status, json]).toMatchObject([400, { id: 7, error: { code: -32020 } }]);
  });

  it.each(['mcp-protocol-version', 'mcp-method', 'mcp-name'])(
    'answers 400 with -32020 to a request without %s',
    async (missing) => {
      const params = { name: 'add', arguments: { a: 5, b: 3 } };
      const headers = Object.entries(mirrored('tools/call', params)).filter(([name]) => name !== missing);
      const message = rpc(7, 'tools/call', { _meta: envelope(), ...params });
      const { status, json } = await post(url, message, Object.fromEntries(headers));
      expect([status, json]).toMatchObject([400, { id: 7, error: { code: -32020 } }]);
    },
  );

  it('takes a version that stands twice for one', async () => {
    const headers = { 'mcp-protocol-version': `${REVISION}, ${REVISION}` };
    expect((await ask(url, 'tools/list', {}, headers)).status).toBe(200);
  });

  it.each<[what: string, params: object | undefined]>([
    ['with _meta', { _meta: envelope() }],
    ['without params', undefined],
  ])('takes a notification %s, and says nothing', async (_what, params) => {
    const message = { jsonrpc: '2.0', method: 'notifications/cancelled', params };
    const { status, text } = await post(url, message, { 'mcp-protocol-version': REVISION });
    expect([status, text]).toEqual([202, '']);
  });

  it.each<[what: string, message: object]>([
    [
      'a request without its version of JSON-RPC',
      { id: 7, method: 'tools/list', params: { _meta: envelope() } },
    ],
    ['an id that is null', { jsonrpc: '2.0', id: null, method: 'tools/list', params: { _meta: envelope() } }],
  ])('answers 400 with -32600 to %s', async (_what, message) => {
    const { status, json } = await post(url, message, mirrored('tools/list'));
    expect([status, json]).toMatchObject([400, { error: { code: -32600 } }]);
  });

  it.each(['GET', 'DELETE'])('answers 405 to %s without a session', async (method) => {
    const { status, headers } = await send(url, { method, headers: { accept: 'text/event-stream' } });
    expect([status, headers['allow']]).toEqual([405, 'POST']);
  });

  it('is not what a header alone says: the body of an older revision is served as such', async () => {
    const opened = await post(
      url,
      rpc(1, 'initialize', { protocolVersion: '2025-06-18' }),
      mirrored('initialize'),
    );
    expect([opened.status, opened.json]).toMatchObject([200, { result: { protocolVersion: '2025-06-18' } }]);
  });

  it('is not what a body says whose _meta names a revision with sessions', async () => {
    const headers = { 'mcp-protocol-version': '2025-11-25' };
    const { status, json } = await ask(
      url,
      'tools/list',
      { _meta: envelope({ [VERSION]: '2025-11-25' }) },
      headers,
    );
    expect([status, json]).toMatchObject([400, { error: { code: -32000 } }]);
  });
});

describe('Stateless HTTP alone', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off', WIRES: 'stateless-http' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('names itself as the one revision', async () => {
    const { json } = await ask(`${server.url}/mcp`, 'server/discover');
    expect(json).toMatchObject({ result: { supportedVersions: [REVISION] } });
  });

  it('says so to a client that initialises', async () => {
    const message = rpc(7, 'initialize', { protocolVersion: '2025-11-25' });
    const { status, json } = await post(`${server.url}/mcp`, message);
    expect([status, json]).toMatchObject([
      400,
      {
        id: 7,
        error: {
          code: -32022,
          message: `Unsupported protocol version: use ${REVISION}`,
          data: { supported: [REVISION], requested: '2025-11-25' },
        },
      },
    ]);
  });

  it.each<[what: string, message: unknown, code: number]>([
    ['a request without _meta', rpc(7, 'tools/list'), -32602],
    ['a response', { jsonrpc: '2.0', id: 7, result: {} }, -32600],
    ['a batch', [rpc(7, 'tools/list')], -32600],
    ['what is not JSON', '{', -32700],
  ])('answers 400 to %s', async (_what, message, code) => {
    const { status, json } = await post(`${server.url}/mcp`, message);
    expect([status, json]).toMatchObject([400, { error: { code } }]);
  });

  it.each(['GET', 'DELETE'])('answers 405 to %s, session or not', async (method) => {
    const headers = { 'mcp-session-id': 'any', accept: 'text/event-stream' };
    expect((await send(`${server.url}/mcp`, { method, headers })).status).toBe(405);
  });
});
