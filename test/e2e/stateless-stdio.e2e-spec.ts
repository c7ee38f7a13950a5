import { eventually } from '../support/eventually.js';
import { BIN, MAIN, OWN, StdioProcess } from '../support/servers/stdio-process.js';
import { envelope, REVISION, SERVER_META } from '../support/wire/stateless.js';
import type { Message } from '../support/wire/wires.js';

const KEY = 'io.modelcontextprotocol';
const OWN_META = { [`${KEY}/serverInfo`]: { name: 'own', version: '1.2.3' } };

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

/** Calls a tool as clients of the revision do. */
const call = (server: StdioProcess, name: string, args: object = {}, more: object = {}): Promise<Message> =>
  server.call(name, args, { _meta: envelope(more) });

describe.each([
  ['main.js --stdio', MAIN],
  ['rookery --stdio', BIN],
])('%s in revision 2026-07-28', (_name, program) => {
  it('says what it is, lists and calls, without initialize', async () => {
    await using server = StdioProcess.start(program);
    expect((await server.ask('server/discover', { _meta: envelope() }))['result']).toEqual({
      resultType: 'complete',
      supportedVersions: [REVISION, '2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'],
      capabilities: { tools: { listChanged: true }, logging: {} },
      _meta: SERVER_META,
      ttlMs: 60_000,
      cacheScope: 'public',
    });
    expect(await server.ask('tools/list', { _meta: envelope() })).toMatchObject({
      result: { resultType: 'complete', tools: [{ name: 'add' }, { name: 'echo' }], cacheScope: 'private' },
    });
    expect((await call(server, 'add', { a: 5, b: 3 }))['result']).toEqual({
      resultType: 'complete',
      ...text('8'),
      _meta: SERVER_META,
    });
    expect(await server.end()).toBe(0);
    expect(server.lines).toHaveLength(3);
    expect(server.stderr).toMatch(/"wire":"stdio",.+"tool":"add",.+"msg":"call"/);
  });
});

describe('A message of 2026-07-28 over stdio', () => {
  let server: StdioProcess;

  beforeAll(() => {
    server = StdioProcess.start(OWN, { RATE_LIMIT: 'off' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each<[string, string, object, object]>([
    [
      'a revision that is not served',
      'tools/list',
      { _meta: envelope({ [`${KEY}/protocolVersion`]: '2099-01-01' }) },
      {
        code: -32022,
        data: { requested: '2099-01-01', supported: expect.arrayContaining([REVISION]) as unknown },
      },
    ],
    [
      'no version',
      'tools/list',
      { _meta: { [`${KEY}/clientCapabilities`]: {} } },
      { code: -32602, message: `params._meta must have ${KEY}/protocolVersion` },
    ],
    ['no capabilities', 'tools/list', { _meta: { [`${KEY}/protocolVersion`]: REVISION } }, { code: -32602 }],
    ['nothing, and a method of its own', 'server/discover', {}, { code: -32602 }],
    ['a method that nobody has', 'tools/drop', { _meta: envelope() }, { code: -32601 }],
    ['a method that it has no more', 'ping', { _meta: envelope() }, { code: -32601 }],
    ['initialize', 'initialize', { _meta: envelope(), protocolVersion: REVISION }, { code: -32601 }],
    ['an unknown tool', 'tools/call', { _meta: envelope(), name: 'none' }, { code: -32602 }],
    [
      'a tool that needs what the client cannot',
      'tools/call',
      { _meta: envelope(), name: 'visit' },
      { code: -32021, data: { requiredCapabilities: { elicitation: { url: {} } } } },
    ],
  ])('that has %s is refused', async (_what, method, params, error) => {
    expect(await server.ask(method, params)).toMatchObject({ error });
  });

  it('is served by what it says of its client, one by one', async () => {
    const other = { [`${KEY}/clientInfo`]: { name: 'other', version: '1' } };
    const able = { [`${KEY}/clientCapabilities`]: { elicitation: { url: {} } } };
    expect(await call(server, 'caller')).toMatchObject({ result: text(`test ${REVISION} stdio`) });
    expect(await call(server, 'caller', {}, other)).toMatchObject({
      result: text(`other ${REVISION} stdio`),
    });
    expect(await call(server, 'visit', {}, able)).toMatchObject({ result: text('visited') });
  });

  it('gets the log messages that it asks for itself', async () => {
    const heard = server.messages.length;
    await call(server, 'talk', { count: 1, length: 1 });
    await call(server, 'talk', { count: 1, length: 2 }, { [`${KEY}/logLevel`]: 'error' });
    await call(server, 'talk', { count: 1, length: 3 }, { [`${KEY}/logLevel`]: 'warning' });
    expect(server.messages.slice(heard)).toMatchObject([
      { method: 'notifications/message', params: { level: 'warning', data: 'xxx' } },
    ]);
  });

  it.each([
    ['with `_meta`', { _meta: envelope() }],
    ['without', {}],
  ])('is a call that a cancellation ends, %s', async (how, meta) => {
    const id = `cancelled ${how}`;
    const params = { name: 'wait', arguments: { ms: 100_000 }, _meta: envelope() };
    const waiting = server.stderr.split('a call waits').length;
    const aborted = server.stderr.split('aborted: cancelled').length;
    server.send({ jsonrpc: '2.0', id, method: 'tools/call', params });
    await eventually(() => server.stderr.split('a call waits').length > waiting);
    await server.notify('notifications/cancelled', { requestId: id, ...meta });
    await eventually(() => server.stderr.split('aborted: cancelled').length > aborted);
    await call(server, 'caller');
    expect(server.responses.map((response) => response['id'])).not.toContain(id);
  });

  it('is a line in and a line out, byte by byte', async () => {
    await using raw = StdioProcess.start(OWN);
    const meta = `{"${KEY}/protocolVersion":"${REVISION}","${KEY}/clientCapabilities":{}}`;
    const lines = [
      `{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"caller","_meta":${meta}}}`,
      `{"jsonrpc":"2.0","id":"b","method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true},"_meta":${meta}}}`,
      `{"jsonrpc":"2.0","id":"c","method":"ping","params":{"_meta":${meta}}}`,
    ];
    raw.write(`${lines.join('\n')}\n`);
    expect(await raw.end()).toBe(0);
    const own = JSON.stringify(OWN_META).slice(1, -1);
    const subscription = `"${KEY}/subscriptionId":"b"`;
    expect(raw.lines).toEqual([
      `{"jsonrpc":"2.0","id":"a","result":{"resultType":"complete","_meta":{${own}},"content":[{"type":"text","text":"undefined ${REVISION} stdio"}]}}`,
      `{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{"toolsListChanged":true},"_meta":{${subscription}}}}`,
      `{"jsonrpc":"2.0","id":"c","error":{"code":-32601,"message":"Method not found: ping"}}`,
      `{"jsonrpc":"2.0","id":"b","result":{"resultType":"complete","_meta":{${subscription},${own}}}}`,
    ]);
  });

  it('that is too large to read is answered as in its revision, once the client has spoken it', async () => {
    await using small = StdioProcess.start(OWN, { MAX_BODY_BYTES: '2048' });
    await call(small, 'caller');
    expect(await call(small, 'text', { length: 1, x: 'x'.repeat(3000) })).toMatchObject({
      result: { resultType: 'complete', isError: true, _meta: OWN_META },
    });
  });
});

describe('Two revisions in one process over stdio', () => {
  let server: StdioProcess;

  beforeEach(async () => {
    server = StdioProcess.start(OWN);
    await call(server, 'caller');
    await server.initialize('2025-06-18');
  });
  afterEach(() => server[Symbol.asyncDispose]());

  it('are served side by side, each message in its own', async () => {
    const [old, stateless] = await Promise.all([server.call('caller'), call(server, 'caller')]);
    expect(old['result']).toEqual(text('test 2025-06-18 stdio'));
    expect(stateless['result']).toEqual({
      resultType: 'complete',
      ...text(`test ${REVISION} stdio`),
      _meta: OWN_META,
    });
    expect(await server.ask('ping')).toMatchObject({ result: {} });
  });

  it('have one space of ids', async () => {
    const params = { name: 'wait', arguments: { ms: 100_000 } };
    server.send({ jsonrpc: '2.0', id: 'x', method: 'tools/call', params });
    await server.waitForError('a call waits');
    const refusal = { error: { code: -32600, message: 'This id is in use by a call in flight' } };
    for (const method of ['tools/call', 'subscriptions/listen'])
      server.send({
        jsonrpc: '2.0',
        id: 'x',
        method,
        params: { name: 'caller', notifications: {}, _meta: envelope() },
      });
    await eventually(() => server.responses.filter(({ id }) => id === 'x').length === 2);
    expect(server.responses.filter(({ id }) => id === 'x')).toMatchObject([refusal, refusal]);
    await server.notify('notifications/cancelled', { requestId: 'x', _meta: envelope() });
    await server.waitForError('aborted: cancelled');
    server.send({ jsonrpc: '2.0', id: 'x', method: 'ping' });
    await eventually(() => server.responses.filter(({ id }) => id === 'x').length === 3);
  });

  it('hear of a change in their own ways', async () => {
    server.send({
      jsonrpc: '2.0',
      id: 'l',
      method: 'subscriptions/listen',
      params: { notifications: { toolsListChanged: true }, _meta: envelope() },
    });
    await server.call('change');
    await eventually(() => server.messages.length === 3);
    expect(server.messages.map(({ params }) => params)).toEqual([
      expect.objectContaining({ notifications: { toolsListChanged: true } }),
      undefined,
      { _meta: { [`${KEY}/subscriptionId`]: 'l' } },
    ]);
  });
});
