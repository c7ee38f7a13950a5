import { callTool, rpc } from '../support/wire/http.js';
import { type Attacked, describeAttacks } from './support/attacked.js';

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

async function textOf(attacked: Attacked, name: string, args: object = {}): Promise<string> {
  const { json } = await attacked.post('/message', callTool(1, name, args));
  return (json as { result: { content: [{ text: string }] } }).result.content[0].text;
}

describeAttacks('Messages', {}, (attacked) => {
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
    const answer = await attacked().post('/message', body);
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
    const answer = await attacked().post('/message', body);
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
        `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":${poison},"clientInfo":${poison}}}`,
      ])
        expect((await attacked().post('/message', body)).status).toBe(200);
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
    const answer = await attacked().post('/message', PING, headers);
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
    const answer = await attacked().post('/message', body);
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
    const before = await textOf(attacked(), 'runs');
    const { status, json } = await attacked().post('/message', callTool(1, 'guarded', args as object));
    expect([status, json]).toMatchObject([200, { result: { isError: true } }]);
    expect(await textOf(attacked(), 'runs')).toBe(before);
    expect(await textOf(attacked(), 'guarded', { count: 1 })).toBe(String(Number(before) + 1));
  });

  it.each([
    ['a path of many dashes', `/${'a-'.repeat(7_000)}`, {}],
    ['a path of many slashes', `${'/'.repeat(14_000)}x`, {}],
    ['a path of many slashes before its end', `/sse${'/'.repeat(14_000)}x`, {}],
    ['a template of its own', '/{/id*}{?a*}', {}],
    ['many parameters', `/message?${'a=1&'.repeat(3_500)}sessionId=x`, {}],
    ['many blanks in Accept', '/', { accept: `text/html${' '.repeat(14_000)},;` }],
    ['many weights in Accept', '/', { accept: 'a/b;q=0.1,'.repeat(1_400) }],
    ['many addresses', '/', { 'x-forwarded-for': '1.1.1.1,'.repeat(1_700) }],
    ['a host of many dots', '/', { host: 'a.'.repeat(7_000) }],
    ['an origin of many dots', '/', { origin: `http://${'a.'.repeat(7_000)}b` }],
    ['an event id of many digits', '/sse?resume=x', { 'last-event-id': '1'.repeat(14_000) }],
    ['a request id of many words', '/nothing', { 'x-request-id': 'a.'.repeat(7_000) }],
  ])('31 costly patterns: %s costs nothing to speak of', async (_name, path, headers) => {
    const startedAt = performance.now();
    for (let count = 0; count < 20; count++)
      expect((await attacked().send(path, { headers })).status).toBeLessThan(500);
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  });

  it.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%252e%252e%252fetc%252fpasswd',
    '/sse/..%5c..%5cwindows%5cwin.ini',
    '/message/../../package.json',
    '/%c0%ae%c0%ae/package.json',
    '/package.json%00.html',
    '/.env',
    '/.git/config',
    '/dist/main.js',
  ])('32 path traversal: %s is not found', async (path) => {
    const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const connection = attacked().raw(request);
    await connection.ended();
    expect(connection.statuses).toEqual([404]);
    expect(connection.received).toMatch(
      /\{"jsonrpc":"2.0","id":null,"error":\{"code":-32600,"message":"Not found"\}\}$/,
    );
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
      expect((await attacked().post('/message', callTool(1, name))).json).toMatchObject({
        error: { code: -32602 },
      });
  });

  it('39 what it is made of: no answer names it', async () => {
    const answers = [
      await attacked().send('/'),
      await attacked().send('/health'),
      await attacked().send('/nothing?token=canary-39'),
      await attacked().send('/message', { method: 'PUT' }),
      await attacked().send('/%ff'),
      await attacked().post('/message', '{'),
      await attacked().post('/message', callTool(1, 'throws')),
      await attacked().post('/message', rpc(1, 'initialize', { protocolVersion: '2025-11-25' })),
    ];
    for (const { headers, text } of answers) {
      expect(Object.keys(headers)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(?:server|x-powered-by|x-runtime|via)$/)]),
      );
      expect(text).not.toMatch(/canary/);
      expect(text).not.toContain(process.version.slice(1));
      expect(text).not.toContain(process.cwd());
    }
    expect(answers[6]!.json).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32603, message: 'Internal error' },
    });
    await attacked().takeErrors(1);
  });
});
