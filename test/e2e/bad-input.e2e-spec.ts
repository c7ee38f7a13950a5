import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { type Answer, callTool, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

type Body = string | Buffer | object;

const nested = (depth: number): string =>
  `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;

const errorOf = (code: number, id: unknown = null): object => ({
  jsonrpc: '2.0',
  id,
  error: { code, message: expect.any(String) as string },
});

/** What no stream can carry: no id can be read. The answer comes in the HTTP response, everywhere. */
const UNREADABLE: [name: string, body: Body, code: number][] = [
  ['an empty body', '', -32700],
  ['white space', '  \n', -32700],
  ['text', 'hello', -32700],
  ['a cut-off object', '{"jsonrpc":"2.0","id":1', -32700],
  ['single quotes', "{'jsonrpc':'2.0'}", -32700],
  ['a comment', '{"jsonrpc":"2.0",/**/"id":1,"method":"ping"}', -32700],
  ['a trailing comma', '{"jsonrpc":"2.0","id":1,"method":"ping",}', -32700],
  ['two objects', '{"jsonrpc":"2.0","id":1,"method":"ping"}{}', -32700],
  ['NaN', '{"jsonrpc":"2.0","id":NaN,"method":"ping"}', -32700],
  ['a byte order mark', '\uFEFF{"jsonrpc":"2.0","id":1,"method":"ping"}', -32700],
  ['invalid UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), -32700],
  ['UTF-16', Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping"}', 'utf16le'), -32700],
  ['a raw NUL in a string', '{"jsonrpc":"2.0","id":1,"method":"pi\u0000ng"}', -32700],
  ['200 levels of nesting', nested(200), -32600],
  ['100,000 levels of nesting', nested(100_000), -32600],
  ['null', 'null', -32600],
  ['a number', '42', -32600],
  ['a string', '"ping"', -32600],
  ['an empty object', {}, -32600],
  ['a batch', [rpc(1, 'ping')], -32600],
  ['an empty batch', [], -32600],
  ['an id of null', { jsonrpc: '2.0', id: null, method: 'ping' }, -32600],
  ['an id of 1.5', { jsonrpc: '2.0', id: 1.5, method: 'ping' }, -32600],
  ['an id of 2^53', '{"jsonrpc":"2.0","id":9007199254740992,"method":"ping"}', -32600],
  ['an id of 1e400', '{"jsonrpc":"2.0","id":1e400,"method":"ping"}', -32600],
  ['an id of true', { jsonrpc: '2.0', id: true, method: 'ping' }, -32600],
  ['an id that is an object', { jsonrpc: '2.0', id: {}, method: 'ping' }, -32600],
  ['an id of 257 bytes', rpc('x'.repeat(257), 'ping'), -32600],
  ['an id of 258 bytes in 86 characters', rpc('世'.repeat(86), 'ping'), -32600],
  ['an id with a lone surrogate', rpc('a\udc00', 'ping'), -32600],
  ['a version without an id', { jsonrpc: '1.0', method: 'ping' }, -32600],
  ['a notification whose params are text', { jsonrpc: '2.0', method: 'x', params: 'y' }, -32602],
  ['a response to nothing', { jsonrpc: '2.0', result: {} }, -32600],
  ['a key in upper case', { JSONRPC: '2.0', ID: 1, METHOD: 'ping' }, -32600],
];

/** What can be told: the answer has the request's id, and comes on the stream of a session. */
const TOLD: [name: string, body: Body, code: number][] = [
  ['no version', { id: 7, method: 'ping' }, -32600],
  ['version 1.0', { jsonrpc: '1.0', id: 7, method: 'ping' }, -32600],
  ['version 2 as a number', { jsonrpc: 2, id: 7, method: 'ping' }, -32600],
  ['no method', { jsonrpc: '2.0', id: 7 }, -32600],
  ['a method that is a number', { jsonrpc: '2.0', id: 7, method: 1 }, -32600],
  ['an empty method', { jsonrpc: '2.0', id: 7, method: '' }, -32600],
  ['a method in upper case', { jsonrpc: '2.0', id: 7, method: 'PING' }, -32601],
  ['an unknown method', rpc(7, 'tools/eat'), -32601],
  ['a method named as a member of Object', rpc(7, '__proto__'), -32601],
  ['a method of another revision', rpc(7, 'server/discover'), -32601],
  ['both result and error', { jsonrpc: '2.0', id: 7, result: {}, error: {} }, -32600],
  ['params that are an array', { jsonrpc: '2.0', id: 7, method: 'ping', params: [] }, -32602],
  ['params that are text', { jsonrpc: '2.0', id: 7, method: 'tools/call', params: 'add' }, -32602],
  ['a tool call without a name', rpc(7, 'tools/call', {}), -32602],
  ['a tool name that is a number', rpc(7, 'tools/call', { name: 1 }), -32602],
  ['an unknown tool', callTool(7, 'divide'), -32602],
  ['a tool named as a member of Object', callTool(7, 'constructor'), -32602],
  ['arguments that are an array', rpc(7, 'tools/call', { name: 'add', arguments: [1] }), -32602],
  ['arguments that are text', rpc(7, 'tools/call', { name: 'add', arguments: '' }), -32602],
  ['arguments that are false', rpc(7, 'tools/call', { name: 'add', arguments: false }), -32602],
  ['_meta that is an array', rpc(7, 'ping', { _meta: [] }), -32602],
  ['_meta that is text', rpc(7, 'ping', { _meta: 'x' }), -32602],
  ['a progress token of 257 bytes', rpc(7, 'ping', { _meta: { progressToken: 'x'.repeat(257) } }), -32600],
  ['a progress token of 258 bytes', rpc(7, 'ping', { _meta: { progressToken: '世'.repeat(86) } }), -32600],
  ['a progress token with a lone surrogate', rpc(7, 'ping', { _meta: { progressToken: '\ud83c' } }), -32600],
  ['a progress token of 1.5', rpc(7, 'ping', { _meta: { progressToken: 1.5 } }), -32600],
  ['a progress token that is an object', rpc(7, 'ping', { _meta: { progressToken: {} } }), -32600],
  ['a cursor that was never given', rpc(7, 'tools/list', { cursor: 'x' }), -32602],
  ['a cursor that is empty', rpc(7, 'tools/list', { cursor: '' }), -32602],
  ['a version of the protocol that is a number', rpc(7, 'initialize', { protocolVersion: 1 }), -32602],
  ['client information that is text', rpc(7, 'initialize', { clientInfo: 'me' }), -32602],
  ['capabilities of 20 kB', rpc(7, 'initialize', { capabilities: { a: 'x'.repeat(20_000) } }), -32602],
  ['a severity that does not exist', rpc(7, 'logging/setLevel', { level: 'loud' }), -32602],
];

/** What is well formed, but must do no harm. */
const HARMLESS: [name: string, body: string, result: object][] = [
  ['duplicate keys', '{"jsonrpc":"2.0","id":1,"id":7,"method":"x","method":"ping"}', {}],
  ['an own __proto__', '{"jsonrpc":"2.0","id":7,"method":"ping","__proto__":{"id":8}}', {}],
  ['__proto__ in params', '{"jsonrpc":"2.0","id":7,"method":"ping","params":{"__proto__":{"x":1}}}', {}],
  [
    '__proto__ in arguments',
    '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"message":"hi","__proto__":{"message":1}}}}',
    {
      isError: true,
      content: [{ type: 'text', text: expect.stringContaining('[unknownProperty]') as string }],
    },
  ],
  [
    'a lone surrogate',
    '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"message":"\\ud800"}}}',
    { content: [{ type: 'text', text: '\uFFFD' }] },
  ],
  [
    'line separators',
    '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"message":"a\\r\\nb\\u2028c\\n\\nevent: x"}}}',
    { content: [{ type: 'text', text: 'a\r\nb\u2028c\n\nevent: x' }] },
  ],
];

describe('Bad input', () => {
  let server: RunningRookery;
  let stream: SseStream;
  let endpoint: string;

  beforeAll(async () => {
    server = await startRookery({ MAX_BODY_BYTES: '300000' });
    stream = await SseStream.open(`${server.url}/sse`);
    endpoint = await stream.endpoint();
  });

  afterAll(async () => {
    stream.close();
    await server.rookery.close();
  });

  beforeEach(() => {
    stream.events.length = 0;
  });

  /** The server still serves others, and nothing reached Object.prototype. */
  afterEach(async () => {
    expect((await post(`${server.url}/message`, rpc(1, 'ping'))).json).toMatchObject({ result: {} });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  describe.each([
    ['of a session', () => endpoint],
    ['without a session', () => `${server.url}/message`],
  ])('in a POST %s', (_, url) => {
    it.each(UNREADABLE)('answers %s with 400', async (_name, body, code) => {
      const answer = await post(url(), body);
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.json).toEqual(errorOf(code));
      expect(stream.messages).toEqual([]);
    });
  });

  it.each(TOLD)('tells %s on the stream', async (_name, body, code) => {
    const answer = await post(endpoint, body);
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect(await stream.responseTo(7)).toEqual(errorOf(code, 7));
  });

  it.each(TOLD)('answers %s in the response of a POST without a session', async (_name, body, code) => {
    const answer = await post(`${server.url}/message`, body);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(errorOf(code, 7));
  });

  it.each(HARMLESS)('comes to no harm by %s', async (_name, body, result) => {
    expect((await post(endpoint, body)).status).toBe(202);
    expect(await stream.responseTo(7)).toEqual({ jsonrpc: '2.0', id: 7, result });
  });

  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  it.each<[string, number, number, () => Promise<Answer>]>([
    [
      'an unknown session',
      404,
      -32001,
      () => post(`${server.url}/message?sessionId=${'A'.repeat(22)}`, rpc(1, 'ping')),
    ],
    ['an empty session id', 404, -32001, () => post(`${server.url}/message?sessionId=`, rpc(1, 'ping'))],
    [
      'a session id with CR and LF',
      404,
      -32001,
      () => post(`${server.url}/message?sessionId=%0d%0a`, rpc(1, 'ping')),
    ],
    [
      'a session id of 5,000 characters',
      404,
      -32001,
      () => post(`${server.url}/message?sessionId=${'x'.repeat(5000)}`, rpc(1, 'ping')),
    ],
    ['a form', 415, -32600, () => post(endpoint, 'a=1', form)],
    [
      'another charset',
      415,
      -32600,
      () => post(endpoint, rpc(1, 'ping'), { 'content-type': 'application/json; charset=utf-16' }),
    ],
    [
      'a type that only begins as JSON',
      415,
      -32600,
      () => post(endpoint, rpc(1, 'ping'), { 'content-type': 'application/jsonx' }),
    ],
    ['a compressed body', 415, -32600, () => post(endpoint, rpc(1, 'ping'), { 'content-encoding': 'gzip' })],
    ['a body above the limit', 413, -32600, () => post(endpoint, Buffer.alloc(300_001, 32))],
    [
      'a chunked body above the limit',
      413,
      -32600,
      () => post(endpoint, Buffer.alloc(300_001, 32), { 'transfer-encoding': 'chunked' }),
    ],
    ['GET where messages are posted', 405, -32600, () => send(endpoint)],
    ['PUT where messages are posted', 405, -32600, () => send(endpoint, { method: 'PUT' })],
    ['an unknown path', 404, -32600, () => send(`${server.url}/nothing`)],
    ['a short resume key', 400, -32602, () => send(`${server.url}/sse?resume=short`)],
  ])('answers %s with %i', async (_name, status, code, act) => {
    const answer = await act();
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual(errorOf(code));
    expect(answer.text).not.toMatch(/node_modules|\/src\/|at \w+ \(/);
  });

  it('lets go of a body that its client breaks off', async () => {
    const { hostname, port, pathname, search } = new URL(endpoint);
    const socket = connect(Number(port), hostname);
    const head = 'Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000';
    socket.write(`POST ${pathname}${search} HTTP/1.1\r\n${head}\r\n\r\n{"jsonrpc"`);
    await once(socket, 'connect');
    socket.destroy();
    await once(socket, 'close');
    const { app } = server.rookery;
    const count = promisify(app.getHttpServer().getConnections.bind(app.getHttpServer()));
    await eventually(count, (open) => open === 1);
    expect((await post(endpoint, rpc(7, 'ping'))).status).toBe(202);
    expect(await stream.responseTo(7)).toMatchObject({ result: {} });
  });
});
