import { callTool, rpc } from '../support/wire/http.js';
import { describeAttacks } from './support/attacked.js';
import { postBy, STATELESS } from './support/post-routes.js';

/** Far above what any of these takes on a busy machine, and far below what a blow-up would. */
const SOON_MS = 30_000;

describeAttacks('Paths and headers', {}, (attacked) => {
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
    ['a session id of many commas', '/mcp', { 'mcp-session-id': 'a,'.repeat(7_000) }],
    ['a revision of many commas', '/mcp', { 'mcp-protocol-version': '2025-11-25, '.repeat(1_100) }],
    ['a request id of many words', '/nothing', { 'x-request-id': 'a.'.repeat(7_000) }],
    ['a newer revision of many commas', '/mcp', { 'mcp-protocol-version': '2026-07-28, '.repeat(1_100) }],
    ['a revision of many blanks', '/mcp', { 'mcp-protocol-version': `2026-07-28${' '.repeat(14_000)}x` }],
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
    '/mcp/../../package.json',
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

  it('39 what it is made of: no answer names it', async () => {
    const answers = [
      await attacked().send('/'),
      await attacked().send('/health'),
      await attacked().send('/nothing?token=canary-39'),
      await attacked().send('/message', { method: 'PUT' }),
      await attacked().send('/mcp', { method: 'PUT' }),
      await attacked().send('/%ff'),
      await attacked().post('/message', '{'),
      await attacked().post('/message', callTool(1, 'throws')),
      await attacked().post('/message', rpc(1, 'initialize', { protocolVersion: '2025-11-25' })),
      await postBy(STATELESS, attacked())(callTool(1, 'throws')),
      await postBy(STATELESS, attacked())(rpc(1, 'nothing')),
      await postBy(STATELESS, attacked())('{'),
    ];
    for (const { headers, text } of answers) {
      expect(Object.keys(headers)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(?:server|x-powered-by|x-runtime|via)$/)]),
      );
      expect(text).not.toMatch(/canary/);
      expect(text).not.toContain(process.version.slice(1));
      expect(text).not.toContain(process.cwd());
    }
    expect(answers[7]!.json).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32603, message: 'Internal error' },
    });
    await attacked().takeErrors(2);
  });
});
