import { linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { callTool, rpc } from '../support/wire/http.js';
import { rawRequest } from '../support/wire/raw-connection.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { ask, mirrored, REVISION } from '../support/wire/stateless.js';
import { type Attacked, describeAttacks } from './support/attacked.js';
import { inEnvelope } from './support/in-envelope.js';
import { type Post, postBy, STATELESS } from './support/post-routes.js';

type Headers = Record<string, string>;

const SCOPES = 'files:read files:write';
const users = {
  bystander: newToken('bystander'),
  ann: newToken('ann', ...SCOPES.split(' ')),
  bob: newToken('bob'),
};
const SETUP = {
  environment: {
    AUTH: 'bearer',
    PUBLIC_URL: 'https://mcp.example',
    AUTH_TOKENS: linesOf(...Object.values(users)),
    TOOL_SCOPES: SCOPES,
    AUTH_FAILURES_LIMIT: 'off',
  },
  headers: users.bystander.headers,
};

const as = (attacked: Attacked, { headers }: { headers: Headers }): Post =>
  postBy(STATELESS, attacked, headers);

const cancel = (requestId: unknown): object => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId },
});

describeAttacks('Strangers by stateless HTTP', SETUP, (attacked) => {
  it("11, 12, 13 another's session, and any other id: it is nothing that this wire looks at", async () => {
    const session = await attacked().session(users.ann.headers);
    const id = session['mcp-session-id']!;
    for (const given of [id, `${id}, ${id}`, '', '__proto__', '*:{}[]?', 'A'.repeat(10_000), '\xe9']) {
      const answer = await as(attacked(), users.bob)(rpc(1, 'ping'), { 'mcp-session-id': given });
      expect([answer.status, answer.headers['mcp-session-id']]).toEqual([200, undefined]);
    }
    const { body, headers } = inEnvelope(rpc(1, 'ping'));
    const lines = Object.entries({ ...headers, ...users.bob.headers }).map((line) => line.join(': '));
    const ids = [`Mcp-Session-Id: ${id}`, 'mcp-session-id: other'];
    const request = { method: 'POST', headers: [...lines, ...ids], body: String(body) };
    expect(await attacked().statuses(rawRequest('/mcp', request))).toEqual([200]);
    const foreign = { ...users.bob.headers, 'mcp-session-id': id, 'mcp-protocol-version': REVISION };
    for (const method of ['GET', 'DELETE'])
      expect((await attacked().send('/mcp', { method, headers: foreign })).status).toBe(404);
    expect((await attacked().post('/mcp', rpc(1, 'ping'), session)).status).toBe(200);
    await attacked().send('/mcp', { method: 'DELETE', headers: session });
  });

  it("20 another's call: no answer and no notification reaches it", async () => {
    const session = await attacked().session(users.ann.headers);
    const message = callTool(9, 'waits', { text: 'twenty' });
    await using ofSession = await SseStream.post(`${attacked().url}/mcp`, message, {
      ...session,
      accept: 'text/event-stream',
    });
    const posted = inEnvelope(message);
    await using alone = await SseStream.open(
      `${attacked().url}/mcp`,
      {
        ...posted.headers,
        ...users.ann.headers,
        accept: 'text/event-stream',
        'content-type': 'application/json',
      },
      String(posted.body),
    );
    const waiting = async (): Promise<string> =>
      (await as(attacked(), users.bob)(callTool(1, 'waiting'))).text;
    await eventually(async () => (await waiting()).includes('twenty'));
    const headers = { ...users.bob.headers, 'mcp-protocol-version': REVISION };
    const foreign = { ...headers, 'mcp-session-id': session['mcp-session-id']! };
    for (const id of [9, '9', null, {}, '__proto__']) {
      expect((await attacked().post('/mcp', cancel(id), headers)).status).toBe(202);
      expect((await attacked().post('/mcp', cancel(id), foreign)).status).toBe(404);
    }
    expect([await waiting(), ofSession.isEnded, alone.isEnded]).toEqual([
      expect.stringContaining('twenty'),
      false,
      false,
    ]);
    await attacked().send('/mcp', { method: 'DELETE', headers: session });
  });

  it('94 a tool out of scope: nobody hears which headers it has, or that its headers are wrong', async () => {
    const url = `${attacked().url}/mcp`;
    const params = { name: 'routed', arguments: { place: 'here' } };
    const attempts: Headers[] = [
      {},
      { 'mcp-name': 'echo' },
      { 'mcp-method': 'tools/list' },
      { 'mcp-protocol-version': '2025-11-25' },
      { 'mcp-param-canary-place': 'there' },
      { 'mcp-param-canary-place': 'here' },
    ];
    for (const headers of attempts) {
      const answer = await ask(url, 'tools/call', params, { ...users.bob.headers, ...headers });
      expect([answer.status, answer.json]).toMatchObject([
        403,
        { id: 7, error: { data: { reason: 'insufficient-scope' } } },
      ]);
      expect(answer.text + JSON.stringify(answer.headers)).not.toMatch(/canary/i);
      const nobody = await ask(url, 'tools/call', params, headers);
      expect([nobody.status, nobody.json]).toMatchObject([
        401,
        { error: { data: { reason: 'unauthenticated' } } },
      ]);
      expect(nobody.text + JSON.stringify(nobody.headers)).not.toMatch(/canary/i);
    }
    const lacking = await ask(url, 'tools/call', params, users.ann.headers);
    expect([lacking.status, lacking.text]).toEqual([
      400,
      expect.stringContaining('The header Mcp-Param-Canary-Place is missing'),
    ]);
  });

  it('94 lists: what one principal sees is kept for no other', async () => {
    const lists = await Promise.all(
      [users.ann, users.bob].map(async (user) => (await as(attacked(), user)(rpc(1, 'tools/list'))).text),
    );
    for (const list of lists) expect(list).toContain('"cacheScope":"private"');
    expect(lists.map((list) => list.includes('Canary-Place'))).toEqual([true, false]);
  });

  it('1, 2, 3 a web page: a name that was bound to this server, and a foreign page, are 403 before the envelope is read', async () => {
    const pages: Headers[] = [
      { host: 'rebound.evil.example:8000', origin: 'http://rebound.evil.example:8000' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of pages) {
      const sent = { ...mirrored('server/discover'), ...users.ann.headers, ...headers };
      const answer = await attacked().post('/mcp', inEnvelope(rpc(1, 'ping')).body, sent);
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
      expect(answer.text).not.toContain('supportedVersions');
    }
  });
});
