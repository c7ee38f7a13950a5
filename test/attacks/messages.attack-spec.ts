import { callTool, rpc } from '../support/wire/http.js';
import { describePostAttacks, type Post } from './support/post-routes.js';

const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

/** Far above what any of these takes on a busy machine, and far below what a blow-up would. */
const SOON_MS = 30_000;

const repeated = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join();

const withParams = (params: string): string => `{"jsonrpc":"2.0","id":1,"method":"ping","params":${params}}`;

const echoing = (args: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":${args}}}`;

const errorOf = (code: number): object => ({
  jsonrpc: '2.0',
  id: null,
  error: { code, message: expect.any(String) as string },
});

async function textOf(post: Post, name: string, args: object = {}): Promise<string> {
  const { json } = await post(callTool(1, name, args));
  return (json as { result: { content: [{ text: string }] } }).result.content[0].text;
}

describePostAttacks('Messages', {}, (post, attacked) => {
  it.each<[string, string | Buffer, number, number]>([
    ['a depth of 10^5', withParams('['.repeat(100_000) + ']'.repeat(100_000)), 400, -32600],
    ['a depth of 10^6 that never closes', '{"a":'.repeat(700_000), 400, -32600],
    ['nesting inside of a string', `{"a":"${'['.repeat(100_000)}`, 400, -32700],
    ['a string of 4 MB', `"${'x'.repeat(4_000_000)}"`, 400, -32600],
    [
      'a number of 10^6 digits',
      `{"jsonrpc":"2.0","id":${'9'.repeat(1_000_000)},"method":"ping"}`,
      400,
      -32600,
    ],
    ['an exponent of 10^9', '{"jsonrpc":"2.0","id":1e1000000000,"method":"ping"}', 400, -32600],
    ['a byte order mark', `\uFEFF${PING}`, 400, -32700],
    ['a BOM of UTF-16', Buffer.from(`\uFEFF${PING}`, 'utf16le'), 400, -32700],
    ['keys in another case', '{"JSONRPC":"2.0","Id":1,"Method":"ping"}', 400, -32600],
    ['a long row of backslashes', `{"a":"${'\\'.repeat(3_000_001)}`, 400, -32700],
  ])('22 costly or odd JSON: %s is refused', async (_name, body, status, code) => {
    const startedAt = performance.now();
    const answer = await post(body);
    expect([answer.status, answer.json]).toEqual([status, errorOf(code)]);
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  });

  it.each<[string, string, object]>([
    [
      '90,000 keys of params',
      withParams(`{${repeated(90_000, (index) => `"k${index}":0`)}}`),
      { result: {} },
    ],
    [
      'keys that are numbers',
      withParams(`{${repeated(90_000, (index) => `"${index * 65_536}":0`)}}`),
      { result: {} },
    ],
    [
      '90,000 arguments too many',
      echoing(`{"message":"x",${repeated(90_000, (index) => `"k${index}":0`)}}`),
      { result: { isError: true } },
    ],
    [
      'an array of 90,000 in place of text',
      echoing(`{"message":[${repeated(90_000, () => '0')}]}`),
      { result: { isError: true } },
    ],
    ['duplicate keys, of which the last counts', PING.replace('1', '1,"id":2'), { id: 2, result: {} }],
    ['a lone surrogate', echoing('{"message":"\\udc00"}'), { result: { content: [{ text: '\uFFFD' }] } }],
    ['an escaped key', PING.replace('"method"', '"\\u006dethod"'), { id: 1, result: {} }],
  ])('22 costly or odd JSON: %s is answered, and soon', async (_name, body, expected) => {
    const startedAt = performance.now();
    const answer = await post(body);
    expect([answer.status, answer.json]).toMatchObject([200, expected]);
    expect(answer.text.length).toBeLessThan(10_000);
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  });

  it('23 prototype pollution: no place of a request reaches Object.prototype', async () => {
    const clean = await attacked().process.ask('prototype');
    for (const key of ['"__proto__"', '"constructor":{"prototype"', '"prototype"']) {
      const poison = `{${key}:{"polluted":1,"isPublic":true,"toString":1}}${key.includes(':') ? '}' : ''}`;
      const members = poison.slice(1, -1);
      for (const body of [
        withParams(poison),
        withParams(`{"_meta":${poison}}`),
        `{"jsonrpc":"2.0","id":1,"method":"ping",${members}}`,
        echoing(poison),
        echoing(`{"message":"x",${members}}`),
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"plugin","arguments":${poison}}}`,
      ])
        expect((await post(body)).status).toBe(200);
      // A session that has begun takes no other one.
      const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":${poison},"clientInfo":${poison}}}`;
      for (const path of ['/message', '/mcp'])
        expect((await attacked().post(path, initialize)).status).toBe(200);
    }
    const query = '__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__.polluted=1';
    const headers = { __proto__polluted: '1', cookie: '__proto__[polluted]=1' };
    expect((await attacked().post(`/message?${query}`, rpc(1, 'ping'), headers)).status).toBe(200);
    await using stream = await attacked().stream(`/sse?${query}`);
    expect(stream.status).toBe(200);
    expect(await attacked().process.ask('prototype')).toEqual(clean);
  });

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text, as a simple CORS request', { 'content-type': 'text/plain' }],
    ['a multipart body', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['no type', { 'content-type': '' }],
    ['UTF-16', { 'content-type': 'application/json; charset=utf-16' }],
    ['UTF-7', { 'content-type': 'application/json; charset=utf-7' }],
    ['two charsets', { 'content-type': 'application/json; charset=utf-8; charset=utf-7' }],
    ['two types', { 'content-type': 'text/plain, application/json' }],
    ['a type that only begins as JSON', { 'content-type': 'application/json5' }],
    ['a type of 10,000 blanks', { 'content-type': `application/json${' '.repeat(10_000)}x` }],
  ])('24 wrong type: %s is 415', async (_name, headers) => {
    const answer = await post(PING, headers);
    expect([answer.status, answer.json]).toEqual([415, errorOf(-32600)]);
  });

  it.each<[string, Buffer | string]>([
    ['an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['a code point above U+10FFFF', Buffer.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22])],
    [
      'a cut-off sequence',
      Buffer.concat([Buffer.from(PING.slice(0, -2)), Buffer.from([0xe2, 0x82]), Buffer.from('"}')]),
    ],
    ['a lone continuation byte', Buffer.from(PING.replace('ping', 'pi\x80ng'), 'latin1')],
    ['a raw NUL', PING.replace('ping', 'pi\0ng')],
    ['a NUL behind the message', `${PING}\0`],
    ['a raw newline in a string', PING.replace('ping', 'pi\nng')],
  ])('25 bad bytes: %s is 400', async (_name, body) => {
    const answer = await post(body);
    expect([answer.status, answer.json]).toEqual([400, errorOf(-32700)]);
  });

  it.each<[string, unknown]>([
    ['none', {}],
    ['null', { count: null }],
    ['text', { count: '1' }],
    ['a fraction', { count: 1.5 }],
    ['too much', { count: 4 }],
    ['an array', { count: [1] }],
    ['another member', { count: 1, admin: true }],
    ['a member of Object', JSON.parse('{"count":1,"__proto__":{"count":1}}')],
    ['inherited ones', JSON.parse('{"__proto__":{"count":1}}')],
  ])('29 wrong arguments: with %s the tool does not run', async (_name, args) => {
    const before = await textOf(post, 'runs');
    const { status, json } = await post(callTool(1, 'guarded', args as object));
    expect([status, json]).toMatchObject([200, { result: { isError: true } }]);
    expect(await textOf(post, 'runs')).toBe(before);
    expect(await textOf(post, 'guarded', { count: 1 })).toBe(String(Number(before) + 1));
  });

  it('32 path traversal: a tool is found by its exact name alone', async () => {
    for (const name of [
      '../echo',
      'echo/',
      'echo%00',
      'ECHO',
      ' echo',
      'echo\u0000',
      '__proto__',
      'constructor',
    ])
      expect((await post(callTool(1, name))).json).toMatchObject({
        error: { code: -32602 },
      });
  });
});
