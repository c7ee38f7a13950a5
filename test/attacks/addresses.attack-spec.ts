import { rpc } from '../support/wire/http.js';
import { type Attacked, describeAttacks } from './support/attacked.js';
import { inEnvelope } from './support/in-envelope.js';

/** Every route of an MCP wire, and one that does not exist. */
const ROUTES: [method: string, path: string][] = [
  ['GET', '/'],
  ['GET', '/sse'],
  ['HEAD', '/sse'],
  ['POST', '/message'],
  ['POST', '/messages?sessionId=AAAAAAAAAAAAAAAAAAAAAA'],
  ['POST', '/sse'],
  ['DELETE', '/sse'],
  ['POST', '/mcp'],
  ['GET', '/mcp'],
  ['DELETE', '/mcp'],
];

const PING = JSON.stringify(rpc(1, 'ping'));

/** A ping in bytes, with these lines in its head. */
function pingWith(lines: string[], target = '/message', body = PING): string {
  const head = [
    `POST ${target} HTTP/1.1`,
    ...lines,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** What the same is by stateless HTTP. */
function discoverWith(lines: string[]): string {
  const { body, headers } = inEnvelope(PING);
  const mirrored = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return pingWith([...lines, ...mirrored], '/mcp', String(body));
}

/** The same ping on each wire that answers in its response. */
const pingsWith = (lines: string[]): string[] => [
  pingWith(lines),
  pingWith(lines, '/mcp'),
  discoverWith(lines),
];

async function bodyOf(attacked: Attacked, bytes: string): Promise<string> {
  const connection = attacked.raw(bytes);
  await connection.ended();
  return connection.received;
}

describeAttacks(
  'Hosts and origins',
  { environment: { ALLOWED_ORIGINS: 'https://good.example' } },
  (attacked) => {
    it.each([
      'evil.example',
      '169.254.169.254',
      '10.0.0.1:8000',
      '0.0.0.0',
      '[::ffff:a9fe:a9fe]',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'localhost@evil.example',
      'localhost:8000@evil.example',
      'localhost,evil.example',
      'localhost\tevil.example',
      'localhost\xa0',
      '127.1',
      '2130706433',
    ])('1 foreign host: "%s" is 403', async (host) => {
      for (const ping of pingsWith([`Host: ${host}`])) expect(await attacked().statuses(ping)).toEqual([403]);
    });

    it.each([
      ['none', [], 400],
      ['an empty one', ['Host:'], 403],
      ['two', ['Host: localhost', 'Host: evil.example'], 400],
      ['two in another case', ['HOST: localhost', 'host: evil.example'], 400],
      ['two equal ones', ['Host: localhost', 'Host: localhost'], 400],
    ])('1 no or several hosts: %s', async (_name, lines, status) => {
      for (const ping of pingsWith(lines)) expect(await attacked().statuses(ping)).toEqual([status]);
    });

    it.each([
      'https://evil.example',
      'null',
      'https://good.example.evil',
      'https://evil-good.example',
      'https://good.example:444',
      'http://good.example',
      'HTTPS://GOOD.EXAMPLE',
      'https://good.example/',
      'https://good.example evil',
      'https://good.example, https://evil.example',
      'http://localhost:3000',
      'file://',
      '',
    ])('2 foreign origin: "%s" is 403', async (origin) => {
      for (const [method, path] of ROUTES) {
        const { status, headers } = await attacked().send(path, { method, headers: { origin } });
        expect([method, path, status]).toEqual([method, path, 403]);
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
      const posted = discoverWith(['Host: localhost', `Origin: ${origin}`]);
      expect(await attacked().statuses(posted)).toEqual([403]);
    });

    it('3 DNS rebinding: the page of a rebound name reaches no route', async () => {
      // The name pointed to the attacker first: the browser sends it as Host, and the page is of the same origin.
      const headers = { host: 'rebound.evil.example:8000', origin: 'http://rebound.evil.example:8000' };
      for (const [method, path] of ROUTES) {
        const { status, text } = await attacked().send(path, { method, headers });
        expect([method, path, status]).toEqual([method, path, 403]);
        expect(text).not.toMatch(/sessionId=/);
      }
      const posted = discoverWith([`Host: ${headers.host}`, `Origin: ${headers.origin}`]);
      expect(await attacked().statuses(posted)).toEqual([403]);
    });

    it.each([
      ['a foreign origin', 'https://evil.example'],
      ['null', 'null'],
    ])('4 CORS preflight: %s gets no permission', async (_name, origin) => {
      for (const [, path] of ROUTES) {
        const { status, headers } = await attacked().send(path, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'POST' },
        });
        expect(status).toBe(403);
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    });

    it('4 CORS preflight: the permission names one origin, never all, and no cookies', async () => {
      const { status, headers } = await attacked().send('/message', {
        method: 'OPTIONS',
        headers: { origin: 'https://good.example', 'access-control-request-method': 'POST' },
      });
      expect([status, headers['access-control-allow-origin']]).toEqual([204, 'https://good.example']);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers.vary).toMatch(/Origin/);
    });

    it.each([
      ['the request id', '/message', { 'x-request-id': 'a%0d%0aSet-Cookie: owned=1' }],
      ['the Mcp-Session-Id', '/mcp', { 'mcp-session-id': 'a%0d%0aSet-Cookie: owned=1' }],
      ['the path', '/sse%0d%0aSet-Cookie:%20owned=1', {}],
      ['the session id', '/message?sessionId=%0d%0aSet-Cookie:%20owned=1', {}],
    ])('35 CRLF in headers: %s sets none', async (_name, path, headers) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      const answer = await bodyOf(attacked(), pingWith(['Host: localhost', ...lines], path));
      expect(answer).not.toMatch(/^set-cookie/im);
      expect(answer).toMatch(/^HTTP\/1\.1 (?:200|404) /);
    });

    it('35 CRLF in headers: a CORS answer repeats no origin that is not an origin', async () => {
      const origin = 'https://good.example%0d%0aSet-Cookie: owned=1';
      const answer = await bodyOf(attacked(), pingWith(['Host: localhost', `Origin: ${origin}`]));
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).not.toMatch(/^set-cookie/im);
    });

    it.each([
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-For: 10.0.0.1',
      'Forwarded: for=10.0.0.1;host=evil.example;proto=https',
      'X-Forwarded-Proto: https',
      'X-Original-URL: /health',
      'X-Rewrite-URL: /health',
      'X-HTTP-Method-Override: DELETE',
      'X-Forwarded-Prefix: /evil',
    ])('47 forwarded headers: "%s" changes nothing', async (line) => {
      const answer = await bodyOf(attacked(), pingWith(['Host: localhost', line]));
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer).toContain('{"jsonrpc":"2.0","id":1,"result":{}}');
      expect(await bodyOf(attacked(), discoverWith(['Host: localhost', line]))).toMatch(
        /^HTTP\/1\.1 200 [^]*"supportedVersions":/,
      );
      const session = await attacked().session(headerOf(line));
      expect((await attacked().post('/mcp', rpc(2, 'ping'), session)).json).toMatchObject({ result: {} });
      await using stream = await attacked().stream('/sse', headerOf(line));
      expect((await stream.waitFor(({ type }) => type === 'endpoint')).data).toMatch(
        /^\/message\?sessionId=/,
      );
    });

    it.each(['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString'])(
      '48 header named as a member of Object: %s crashes nothing',
      async (name) => {
        const lines = ['Host: localhost', `${name}: x`, `${name}: y`];
        expect(await attacked().statuses(pingWith(lines))).toEqual([200]);
        expect(await attacked().statuses(discoverWith(lines))).toEqual([200]);
        await using stream = await attacked().stream('/sse', { [name]: 'x' });
        expect(stream.status).toBe(200);
        await using listening = await attacked().stream('/mcp', {
          ...(await attacked().session()),
          [name]: 'x',
        });
        expect(listening.status).toBe(200);
      },
    );
  },
);

/** A server of its own: of many refusals of one caller not each has a line. */
describeAttacks('The log of a foreign host', {}, (attacked) => {
  it('47 forwarded headers: they open no foreign host, and the log has the true address', async () => {
    const forged = ['X-Forwarded-Host: localhost', 'X-Forwarded-For: 6.6.6.6', 'X-Request-Id: forged-47'];
    expect(await attacked().statuses(pingWith(['Host: evil.example', ...forged]))).toEqual([403]);
    const line = await attacked().process.waitForLog(({ requestId }) => requestId === 'forged-47');
    expect(line).toMatchObject({ msg: 'request denied', address: '127.0.0.1' });
  });
});

function headerOf(line: string): Record<string, string> {
  const [name, value] = line.split(': ');
  return { [name!]: value! };
}
