import { bearer, linesOf, newToken } from '../support/auth/tokens.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { PrivateModule, ScopedModule } from '../support/tools/scoped-tools.js';
import { type Answer, callTool, post, rpc, send } from '../support/wire/http.js';
import { newKey } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';

const ann = newToken('ann', 'mcp');
const bob = newToken('bob', 'mcp', 'files:read');
const stranger = newToken('stranger', 'files:read');

const nameOf = ({ name }: { name: string }): string => name;

function toolsOf({ json }: Answer): string[] {
  return (json as { result: { tools: { name: string }[] } }).result.tools.map(nameOf);
}

function challengeOf({ status, headers }: Answer): [number, string | undefined] {
  return [status, headers['www-authenticate']];
}

describe('With AUTH=bearer', () => {
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery(
      { AUTH: 'bearer', AUTH_TOKENS: linesOf(ann, bob, stranger), REQUIRED_SCOPES: 'mcp' },
      PrivateModule,
    );
    ({ url } = server);
  });

  afterAll(() => server.rookery.close());

  it.each([
    ['GET', '/sse', { accept: 'text/event-stream' }],
    ['GET', '/', { accept: 'text/event-stream' }],
    ['HEAD', '/sse', {}],
    ['POST', '/message', { 'content-type': 'application/json' }],
    ['POST', '/messages', { 'content-type': 'application/json' }],
    ['POST', `/message?sessionId=${'A'.repeat(22)}`, { 'content-type': 'application/json' }],
    ['PUT', '/sse', {}],
  ])('%s %s needs a token', async (method, path, headers) => {
    const body = method === 'POST' ? JSON.stringify(rpc(1, 'ping')) : undefined;
    const refused = await send(url + path, { method, headers, ...(body && { body }) });
    expect(challengeOf(refused)).toEqual([401, 'Bearer scope="mcp"']);
  });

  it('leaves probes and the page for people open', async () => {
    for (const path of ['/health', '/health/live', '/health/ready'])
      expect((await send(url + path)).status).toBe(200);
    const page = await send(url, { headers: { accept: 'text/html' } });
    expect([page.status, page.text]).toEqual([
      200,
      expect.stringContaining('curl -N -H "Authorization: Bearer $TOKEN"'),
    ]);
  });

  it('serves no metadata, which would send clients to an issuer that is none', async () => {
    expect((await send(`${url}/.well-known/oauth-protected-resource`)).status).toBe(404);
  });

  it.each<[string, string | string[]]>([
    ['an unknown token', `Bearer ${newToken('eve').token}`],
    ['another scheme', `Basic ${ann.token}`],
    ['no token', 'Bearer'],
    ['two tokens', `Bearer ${ann.token} ${ann.token}`],
    ['a list of credentials', `Bearer ${ann.token}, Bearer ${bob.token}`],
    ['the scheme twice', `Bearer Bearer ${ann.token}`],
    ['no scheme', ann.token],
    ['characters that no token has', `Bearer ${ann.token}"`],
    ['the hash of a token', `Bearer ${ann.line.split(':')[1]}`],
    ['two headers', [`Bearer ${ann.token}`, `Bearer ${bob.token}`]],
    ['more than 8 KiB', `Bearer ${'a'.repeat(8 * 1024 + 1)}`],
  ])('refuses %s', async (_, authorization) => {
    const refused = await send(`${url}/message`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(rpc(1, 'ping')),
    });
    expect(challengeOf(refused)).toEqual([401, 'Bearer scope="mcp", error="invalid_token"']);
    expect(refused.json).toMatchObject({
      id: null,
      error: { code: -32000, data: { reason: 'unauthenticated' } },
    });
    expect(refused.text).not.toContain(ann.token);
  });

  it.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])('takes the scheme as "%s"', async (scheme) => {
    const answer = await post(`${url}/message`, callTool(1, 'who'), {
      authorization: `${scheme} ${ann.token}`,
    });
    expect(answer.json).toMatchObject({ result: { content: [{ text: 'ann' }] } });
  });

  it.each([
    ['access_token', {}],
    ['access_token', ann.headers],
    ['access%5Ftoken', {}],
  ])('refuses a token in the URL, as %s, whatever the header says', async (name, headers) => {
    const refused = await post(`${url}/message?x=1&${name}=${ann.token}`, callTool(1, 'who'), headers);
    expect(refused.status).toBe(401);
    expect(refused.json).toMatchObject({
      error: {
        message: 'Send the token in the Authorization header, not in the URL; this one has to be replaced',
      },
    });
  });

  it('wants every token to have the required scopes', async () => {
    const refused = await post(`${url}/message`, rpc(1, 'ping'), stranger.headers);
    expect(challengeOf(refused)).toEqual([403, 'Bearer scope="mcp", error="insufficient_scope"']);
    await using stream = await SseStream.open(`${url}/sse`, stranger.headers);
    expect(stream.status).toBe(403);
  });

  it('keeps sessions and resume keys to their principal', async () => {
    const key = newKey();
    await using stream = await SseStream.open(`${url}/sse?resume=${key}`, ann.headers);
    const endpoint = await stream.endpoint();
    const foreign = await post(endpoint, callTool(1, 'who'), bob.headers);
    const unknown = await post(`${url}/message?sessionId=${'A'.repeat(22)}`, callTool(1, 'who'), bob.headers);
    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    await using other = await SseStream.open(`${url}/sse?resume=${key}`, bob.headers);
    expect(await other.endpoint()).not.toBe(endpoint);
    expect((await post(endpoint, callTool(1, 'who'))).status).toBe(401);
    expect((await post(endpoint, callTool(2, 'who'), ann.headers)).status).toBe(202);
    expect(await stream.responseTo(2)).toMatchObject({ result: { content: [{ text: 'ann' }] } });
    expect(stream.messages).toHaveLength(1);
  });
});

describe('Tools with scopes and public tools', () => {
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery({ AUTH: 'bearer', AUTH_TOKENS: linesOf(ann, bob) }, ScopedModule);
    ({ url } = server);
  });

  afterAll(() => server.rookery.close());

  it.each([
    ['nobody', {}, ['status']],
    ['ann', ann.headers, ['add', 'echo', 'hold', 'status', 'who']],
    ['bob', bob.headers, ['add', 'echo', 'hold', 'read', 'status', 'who']],
  ])('are listed for %s as far as they may be called', async (_, headers, names) => {
    expect(toolsOf(await post(`${url}/message`, rpc(1, 'tools/list'), headers))).toEqual(names);
    await using stream = await SseStream.open(`${url}/sse`, headers);
    await post(await stream.endpoint(), rpc(2, 'tools/list'), headers);
    const { result } = (await stream.responseTo(2)) as { result: { tools: { name: string }[] } };
    expect(result.tools.map(nameOf)).toEqual(names);
  });

  it.each([
    ['nobody', 'status', {}, 200, undefined],
    ['nobody', 'who', {}, 401, 'Bearer realm="mcp"'],
    ['nobody', 'read', {}, 401, 'Bearer scope="files:read"'],
    ['nobody', 'missing', {}, 401, 'Bearer realm="mcp"'],
    ['ann', 'status', ann.headers, 200, undefined],
    ['ann', 'read', ann.headers, 403, 'Bearer scope="files:read", error="insufficient_scope"'],
    ['bob', 'read', bob.headers, 200, undefined],
    ['bob', 'write', bob.headers, 403, 'Bearer scope="files:read files:write", error="insufficient_scope"'],
    ['a wrong token', 'status', bearer('x'.repeat(40)), 401, 'Bearer error="invalid_token"'],
  ])('tell %s about %s with the status of the POST', async (_, name, headers, status, challenge) => {
    expect(challengeOf(await post(`${url}/message`, callTool(1, name), headers))).toEqual([
      status,
      challenge,
    ]);
    if (challenge?.includes('invalid_token')) return;
    await using stream = await SseStream.open(`${url}/sse`, headers);
    const answer = await post(await stream.endpoint(), callTool(2, name), headers);
    expect(challengeOf(answer)).toEqual([status === 200 ? 202 : status, challenge]);
    if (status === 200) await stream.responseTo(2);
    else expect(answer.json).toMatchObject({ id: 2, error: { code: -32000 } });
  });

  it('tell of a call in a batch on the stream', async () => {
    const headers = { ...ann.headers, 'mcp-protocol-version': '2025-03-26' };
    await using stream = await SseStream.open(`${url}/sse`, headers);
    const batch = [callTool(1, 'read'), callTool(2, 'who')];
    expect((await post(await stream.endpoint(), batch, headers)).status).toBe(202);
    expect(await stream.responseTo(1)).toMatchObject({
      error: { code: -32000, data: { reason: 'insufficient-scope', scopes: ['files:read'] } },
    });
    expect(await stream.responseTo(2)).toMatchObject({ result: { content: [{ text: 'ann' }] } });
    const answers = await post(`${url}/message`, batch, headers);
    expect([answers.status, answers.json]).toMatchObject([
      200,
      [
        { id: 1, error: {} },
        { id: 2, result: {} },
      ],
    ]);
  });
});

describe('AUTH_TOKEN', () => {
  it('is one token with every scope that is asked for', async () => {
    const token = 't'.repeat(32);
    await using server = await startRookery(
      { AUTH: 'bearer', AUTH_TOKEN: token, REQUIRED_SCOPES: 'a b' },
      ScopedModule,
    );
    const call = (name: string): Promise<Answer> =>
      post(`${server.url}/message`, callTool(1, name), bearer(token));
    expect((await call('who')).json).toMatchObject({ result: { content: [{ text: 'default' }] } });
    expect((await call('write')).json).toMatchObject({ result: { content: [{ text: 'written' }] } });
  });

  it('is in no log line, and neither is one in a URL', async () => {
    const token = 'canary'.repeat(6);
    await using server = ServerProcess.start({ AUTH: 'bearer', AUTH_TOKEN: token, LOG_LEVEL: 'trace' });
    const url = await server.url();
    await post(`${url}/message`, rpc(1, 'ping'), bearer(`${token}x`));
    await post(`${url}/message?access_token=${token}`, rpc(1, 'ping'));
    await send(`${url}/nowhere?access_token=${token}`);
    await post(`${url}/message`, rpc(1, 'ping'), bearer(token));
    await server.waitForLog(({ msg, principal }) => msg === 'call' && principal === 'default');
    await server.stop();
    expect(JSON.stringify([server.log, server.errors])).not.toContain('canary');
  });
});
