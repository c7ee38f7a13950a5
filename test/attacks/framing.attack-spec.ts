import { gzipSync } from 'node:zlib';
import { rpc } from '../support/wire/http.js';
import { describeAttacks } from './support/attacked.js';

const PING = JSON.stringify(rpc(1, 'ping'));
const LENGTH = `Content-Length: ${PING.length}`;
const CHUNKED = `${PING.length.toString(16)}\r\n${PING}\r\n0\r\n\r\n`;

/** A POST in bytes; `lines` of its head come before the two that every one has. */
function postWith(lines: string[], body: string, target = '/message'): string {
  const head = [`POST ${target} HTTP/1.1`, ...lines, 'Host: localhost', 'Content-Type: application/json'];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** 100 MB of blanks once it is unpacked. */
const BOMB = gzipSync(Buffer.alloc(100_000_000, 0x20));

/** What a front that read the same bytes otherwise would take for a request of its own. */
const SMUGGLED = 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n';

describeAttacks('Framing', {}, (attacked) => {
  it.each([
    ['CL+TE', [LENGTH, 'Transfer-Encoding: chunked'], CHUNKED],
    ['TE+CL', ['Transfer-Encoding: chunked', 'Content-Length: 4'], CHUNKED],
    ['CL+TE in another case', [LENGTH, 'TRANSFER-ENCODING: Chunked'], CHUNKED],
    ['two lengths', [LENGTH, 'Content-Length: 1'], PING],
    ['two equal lengths', [LENGTH, LENGTH], PING],
    ['a list of lengths', [`${LENGTH}, ${PING.length}`], PING],
    ['a length with a sign', [`Content-Length: +${PING.length}`], PING],
    ['a negative length', ['Content-Length: -1'], PING],
    ['a length in hex', ['Content-Length: 0x28'], PING],
    ['a length above 2^64', ['Content-Length: 99999999999999999999999'], PING],
    ['an unknown transfer coding', ['Transfer-Encoding: xchunked'], CHUNKED],
    ['chunked before another coding', ['Transfer-Encoding: chunked, identity'], CHUNKED],
    ['a space before the colon', ['Transfer-Encoding : chunked'], CHUNKED],
    ['a tab before the coding name', ['Transfer-Encoding:\x0bchunked'], CHUNKED],
    ['a chunk size with a prefix', ['Transfer-Encoding: chunked'], `0x28\r\n${PING}\r\n0\r\n\r\n`],
    ['a chunk that ends by LF', ['Transfer-Encoding: chunked'], CHUNKED.replaceAll('\r\n', '\n')],
    ['obs-fold', ['X-Folded: a\r\n b', LENGTH], PING],
    ['obs-fold of the length', ['Content-Length:\r\n 40'], PING],
    ['bare CR', [`X-Split: a\r${LENGTH}`], PING],
    ['NUL in a header', ['X-Cut: a\0b', LENGTH], PING],
    ['a space in a header name', ['X Spaced: a', LENGTH], PING],
    ['a header without a colon', ['Nothing', LENGTH], PING],
    ['a leading space', [' Leading: a', LENGTH], PING],
  ])('45 request smuggling: %s is 400, and nothing behind it is served', async (_name, lines, body) => {
    for (const target of ['/message', '/mcp'])
      expect(await attacked().statuses(postWith(lines, body + SMUGGLED, target))).toEqual([400]);
  });

  it('45 request smuggling: lines that end by LF alone are 400', async () => {
    expect(await attacked().statuses(postWith([LENGTH], PING).replaceAll('\r\n', '\n') + SMUGGLED)).toEqual([
      400,
    ]);
  });

  it('45 request smuggling: a transfer coding beside chunked is 501', async () => {
    const lines = ['Transfer-Encoding: gzip, chunked', 'Connection: close'];
    expect(await attacked().statuses(postWith(lines, CHUNKED))).toEqual([501]);
  });

  it('45 request smuggling: a body goes with its own request, also where no body is read', async () => {
    const body = 'GET /evil HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const head = `Host: localhost\r\nContent-Length: ${body.length}`;
    const next = 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    for (const target of ['/', '/nothing', '/mcp'])
      expect((await attacked().statuses(`GET ${target} HTTP/1.1\r\n${head}\r\n\r\n${body}${next}`))[1]).toBe(
        200,
      );
  });

  it.each([
    ['another version', 'POST /message HTTP/9.9\r\nHost: localhost\r\n\r\n'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', Buffer.from('16030100a5010000a10303', 'hex')],
    ['an unknown method', 'FOO /message HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['garbage', Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 37) % 256))],
  ])('45 request smuggling: %s is 400', async (_name, bytes) => {
    expect(await attacked().statuses(bytes)).toEqual([400]);
  });

  it.each([
    ['one header of 17 kB', `X-Long: ${'a'.repeat(17_000)}\r\n`],
    ['101 headers', 'X-Many: a\r\n'.repeat(101)],
    ['2,500 headers', 'X-Many: a\r\n'.repeat(2_500)],
  ])('45 headers without end: %s are 431', async (_name, lines) => {
    const bytes = `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${lines}\r\n`;
    expect(await attacked().statuses(bytes)).toEqual([431]);
  });

  const closing = ['Connection: close', LENGTH];
  it.each<[string, string, number[]]>([
    ['Expect: 100-continue', postWith(['Expect: 100-continue', ...closing], PING), [100, 200]],
    ['another Expect', postWith(['Expect: cookies', ...closing], PING), [417]],
    ['TRACE', 'TRACE /message HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', [405]],
    [
      'TRACE of Streamable HTTP',
      'TRACE /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      [405],
    ],
    ['an expectation of Streamable HTTP', postWith(['Expect: cookies', ...closing], PING, '/mcp'), [417]],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n', [405]],
    ['CONNECT to itself', 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n', [405]],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', [404]],
    ['absolute form of this host', postWith(closing, PING, 'http://localhost/message'), [200]],
    ['absolute form of another host', postWith(closing, PING, 'http://evil.example/message'), [403]],
    ['absolute form with a user', postWith(closing, PING, 'http://localhost@evil.example/message'), [403]],
    [
      'another scheme',
      'GET file:///etc/hosts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      [404],
    ],
    ['two slashes', postWith(closing, PING, '//evil.example/message'), [404]],
  ])('46 methods and targets: %s is answered as defined', async (_name, bytes, statuses) => {
    expect(await attacked().statuses(bytes)).toEqual(statuses);
  });

  it('46 methods and targets: each odd expectation costs a connection', async () => {
    const connection = attacked().raw(postWith([LENGTH, 'Expect: a miracle'], PING).repeat(20));
    await connection.ended();
    expect(connection.statuses).toEqual([417]);
  });

  it.each(['h2c', 'websocket', 'TLS/1.0'])(
    '46 methods and targets: an Upgrade to %s is ignored',
    async (to) => {
      const connection = attacked().raw(postWith([`Connection: Upgrade`, `Upgrade: ${to}`, LENGTH], PING));
      await connection.waitFor(/"result":\{\}/);
      expect(connection.statuses).toEqual([200]);
    },
  );

  it.each([
    ['gzip', { 'content-encoding': 'gzip' }],
    ['br', { 'content-encoding': 'br' }],
    ['identity and gzip', { 'content-encoding': 'identity, gzip' }],
  ])('21 bomb: a body in %s is 415, and is not unpacked', async (_name, headers) => {
    const before = (await attacked().process.measure()).rss;
    for (const path of ['/message', '/mcp'])
      expect((await attacked().post(path, BOMB, headers)).status).toBe(415);
    expect((await attacked().process.measure()).rss - before).toBeLessThan(32_000_000);
  });

  it.each([
    ['with its length', LENGTH.replace(/\d+/, '1000000000'), '', '/message'],
    ['in one chunk', 'Transfer-Encoding: chunked', '3b9aca00\r\n', '/message'],
    ['with its length to Streamable HTTP', LENGTH.replace(/\d+/, '1000000000'), '', '/mcp'],
    ['in one chunk to Streamable HTTP', 'Transfer-Encoding: chunked', '3b9aca00\r\n', '/mcp'],
  ])('21 body without end: one %s is 413, and memory stays flat', async (_name, line, prefix, target) => {
    const before = (await attacked().process.measure()).rss;
    const connection = attacked().raw(postWith([line], prefix, target));
    const part = Buffer.alloc(65_536, 0x20);
    for (let count = 0; count < 1_000 && !connection.isClosed; count++) {
      if (!connection.socket.write(part))
        await Promise.race([
          connection.ended(),
          new Promise((resume) => connection.socket.once('drain', resume)),
        ]);
    }
    await connection.ended();
    // Who goes on sending may find the connection reset before it reads the answer.
    expect([[413], []]).toContainEqual(connection.statuses);
    expect(connection.socket.bytesWritten).toBeLessThan(60_000_000);
    expect((await attacked().process.measure()).rss - before).toBeLessThan(32_000_000);
  });
});
