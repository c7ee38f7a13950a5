import { META_KEYS } from '../../src/protocol/index.js';
import { linesOf, newToken } from '../support/auth/tokens.js';
import type { LogLine } from '../support/servers/server-process.js';
import { callTool, rpc } from '../support/wire/http.js';
import { newKey, sessionOf } from '../support/wire/resume.js';
import { type Attacked, describeAttacks, type Setup } from './support/attacked.js';
import { POST_ROUTES, type Post, postBy, STATELESS } from './support/post-routes.js';

/** What would forge a line, colour a terminal, or end the JSON. */
const FORGERY = 'x\r\n{"level":"fatal","msg":"forged"}\n\u001b[31mred\u001b[0m\u2028"},"a":"';

const lineOf =
  (requestId: unknown) =>
  (line: LogLine): boolean =>
    line['requestId'] === requestId;

/** The process reads each line as JSON: one that was forged or broken would have ended the test. */
function expectBoundedLines(attacked: Attacked): void {
  for (const line of attacked.process.log) expect(JSON.stringify(line).length).toBeLessThan(20_000);
  expect(attacked.process.log.filter(({ msg }) => msg === 'forged')).toEqual([]);
}

describeAttacks('Logs', { environment: { LOG_LEVEL: 'trace' } }, (attacked) => {
  it.each([
    ['a method', rpc(1, FORGERY)],
    ['a method of 1 MB', rpc(1, 'm'.repeat(1_000_000))],
    ['a tool', callTool(1, FORGERY)],
    ['a tool of 1 MB', callTool(1, 't'.repeat(1_000_000))],
    ['an id', rpc(FORGERY, 'ping')],
    [
      'a client',
      rpc(1, 'initialize', { protocolVersion: FORGERY, clientInfo: { name: FORGERY, version: FORGERY } }),
    ],
    [
      'an envelope',
      rpc(1, 'ping', {
        _meta: { [META_KEYS.clientInfo]: { name: FORGERY, version: FORGERY }, [FORGERY]: 1 },
      }),
    ],
    ['arguments', callTool(1, 'echo', { message: FORGERY.repeat(10_000) })],
    ['a member of arguments', callTool(1, 'echo', { message: 'x', [FORGERY]: 1 })],
  ])('36 log injection: %s makes one line, which is bounded', async (_name, message) => {
    for (const route of POST_ROUTES) {
      const known = await route.begin(attacked());
      const post = postBy(route, attacked(), known);
      const { status, headers } = await post(message);
      const { headers: next } = await post(rpc(2, 'ping'));
      await attacked().process.waitForLog(lineOf(next['x-request-id']));
      // What no wire takes as a message is no call.
      const lines = attacked().process.log.filter(lineOf(headers['x-request-id']));
      expect(lines.filter(({ msg }) => msg === 'call')).toHaveLength(status === 400 ? 0 : 1);
      expectBoundedLines(attacked());
    }
  });

  it.each([
    ['a host', 'Host: evil.example\u001b[31m"}'],
    ['a long host', `Host: ${'a'.repeat(10_000)}`],
    ['an origin', 'Host: localhost\r\nOrigin: http://evil\u001b[31m"},"msg":"forged'],
    ['a long origin', `Host: localhost\r\nOrigin: http://${'a'.repeat(10_000)}`],
    ['an address', 'Host: evil.example\r\nX-Forwarded-For: \u001b[31m"},"msg":"forged'],
  ])('36 log injection: %s that is refused makes one bounded line', async (_name, lines) => {
    const count = (): number => attacked().process.log.filter(({ msg }) => msg === 'request denied').length;
    const before = count();
    const connection = attacked().raw(`GET /sse HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`);
    await connection.ended();
    // Bytes that no header may hold do not come as far as the log.
    if (connection.statuses[0] !== 400) await attacked().process.waitForLog(() => count() > before);
    expectBoundedLines(attacked());
  });

  it('36 log injection: an error of 1 MB is cut in its one line', async () => {
    const { headers } = await attacked().post('/message', callTool(1, 'throwsMuch'));
    const [line] = await attacked().takeErrors(1);
    expect(line).toMatchObject({ requestId: headers['x-request-id'], tool: 'throwsMuch' });
    expect(line!['stack']).toMatch(/^Error: [^]*and \d+ characters more$/);
    expectBoundedLines(attacked());
  });

  it('36 log injection: a request id is taken over only where it is harmless', async () => {
    for (const given of ['a b', '"}', 'x'.repeat(129), '\u00e9', '../x'])
      expect(
        (await attacked().send('/', { headers: { 'x-request-id': given } })).headers['x-request-id'],
      ).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('38 random names: nothing of them is kept', async () => {
    const before = await attacked().process.measure();
    const path = await (await attacked().stream()).endpoint();
    const posts: Post[] = [(message) => attacked().post(path, message)];
    for (const route of POST_ROUTES) posts.push(postBy(route, attacked(), await route.begin(attacked())));
    for (let round = 0; round < 30; round++)
      await Promise.all(
        Array.from({ length: 60 }, (_, index) => {
          const name = `${round}-${index}-${'n'.repeat(2_000)}`;
          const meta = { [META_KEYS.clientInfo]: { name, version: name } };
          const message = index % 3 ? rpc(name, name, { _meta: meta }) : callTool(name, name);
          return posts[index % posts.length]!(message);
        }),
      );
    expect((await attacked().process.measure()).heapUsed - before.heapUsed).toBeLessThan(3_000_000);
  });
});

const SECRET = 'canary-f00d-37';
const users = { ann: newToken('ann'), bystander: newToken('bystander') };

function prepare(): Promise<Setup> {
  const environment = {
    AUTH: 'bearer',
    PUBLIC_URL: 'https://mcp.example',
    AUTH_TOKENS: linesOf(users.ann, users.bystander),
    LOG_LEVEL: 'trace',
    AUTH_FAILURES_LIMIT: 'off',
  };
  return Promise.resolve({ environment, headers: users.bystander.headers });
}

describeAttacks('Secrets', prepare, (attacked) => {
  it('37 secrets: no token, cookie, argument, result, session id or key is in any line', async () => {
    const { headers } = users.ann;
    const key = newKey();
    const cookie = `session=${SECRET}`;
    const stream = await attacked().stream(`/sse?resume=${key}&token=${SECRET}`, { ...headers, cookie });
    const id = await sessionOf(stream);
    const path = `/message?sessionId=${id}`;
    const session = await attacked().session(headers);
    const alone = postBy(STATELESS, attacked(), headers);
    const answers = [
      await attacked().post('/mcp', callTool(1, 'echo', { message: SECRET, [SECRET]: 1 }), session),
      await attacked().post('/mcp', rpc(1, 'ping'), { ...headers, 'mcp-session-id': SECRET }),
      await alone(callTool(1, 'echo', { message: SECRET, [SECRET]: 1 }), {
        cookie,
        'mcp-session-id': SECRET,
      }),
      await alone(rpc(1, 'ping', { _meta: { [META_KEYS.clientCapabilities]: SECRET } })),
      await alone(rpc(1, 'ping', { _meta: { [META_KEYS.logLevel]: SECRET } })),
      await alone(rpc(1, 'ping', { [SECRET]: SECRET }), { 'mcp-protocol-version': SECRET }),
      await alone(callTool(1, 'echo', { message: SECRET }), { 'mcp-name': 'another' }),
      await attacked().post(path, callTool(1, 'echo', { message: SECRET, [SECRET]: 1 }), headers),
      await attacked().post('/message', callTool(1, 'echo', { message: SECRET }), { ...headers, cookie }),
      await attacked().post('/message', callTool(1, 'guarded', { count: SECRET }), headers),
      await attacked().post('/message', rpc(SECRET, 'nothing', { secret: SECRET }), headers),
      await attacked().post('/message', `{"${SECRET}`, headers),
      await attacked().post(`/message?sessionId=${SECRET}`, rpc(1, 'ping'), headers),
      await attacked().post('/message', rpc(1, 'ping'), { authorization: `Bearer ${SECRET}` }),
      await attacked().post('/message', rpc(1, 'ping'), { authorization: `Basic ${SECRET}`, cookie }),
      await attacked().post(`/message?access_token=${SECRET}`, rpc(1, 'ping')),
      await attacked().send(`/sse?resume=${SECRET}`, { headers }),
      await attacked().send(`/nothing?token=${SECRET}`, { headers: { ...headers, cookie } }),
      await attacked().send(`/sse?token=${SECRET}`, { method: 'PUT', headers }),
      await attacked().send(`/sse?token=${SECRET}`, { headers: { ...headers, host: 'evil.example' } }),
      await attacked().send('/sse', {
        headers: { ...headers, 'last-event-id': SECRET, accept: 'x' },
        method: 'HEAD',
      }),
    ];
    stream.close();
    await stream.ended();
    // Lines are written in order: once this one is there, all of them are.
    const { headers: last } = await attacked().post('/message', callTool(1, 'nothing'), headers);
    await attacked().process.waitForLog(lineOf(last['x-request-id']));

    const log = JSON.stringify(attacked().process.log) + attacked().process.errors.join();
    for (const secret of [SECRET, users.ann.token, id, key, session['mcp-session-id']!])
      expect(log).not.toContain(secret);
    const refusals = answers.filter(({ status }) => status >= 400);
    expect(refusals.length).toBeGreaterThan(6);
    for (const { text } of refusals) expect(text).not.toContain(SECRET);
  });
});
