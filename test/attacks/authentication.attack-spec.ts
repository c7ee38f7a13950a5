import { createHmac, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { bearer } from '../support/auth/tokens.js';
import { callTool, rpc } from '../support/wire/http.js';
import { type Attacked, describeAttacks, type Setup } from './support/attacked.js';
import { AUDIENCE, JwtSetup } from './support/jwt.setup.js';
import { POST_ROUTES, postBy, STATELESS } from './support/post-routes.js';

const CHALLENGE =
  /^Bearer .*resource_metadata="https:\/\/mcp\.example\/\.well-known\/oauth-protected-resource/;

const now = (): number => Math.floor(Date.now() / 1000);
const encode = (part: object | string): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

const REFUSED = Array<number>(8).fill(401);

let setup: JwtSetup;

/** Statuses of the same credentials on every route. */
async function refusalsOf(attacked: Attacked, headers: Record<string, string>): Promise<number[]> {
  const answers = [
    await attacked.send('/sse', { headers: { accept: 'text/event-stream', ...headers } }),
    await attacked.post('/message', callTool(1, 'echo', { message: 'x' }), headers),
    await attacked.post(`/message?sessionId=${'A'.repeat(22)}`, rpc(1, 'ping'), headers),
    await attacked.send('/', { headers: { accept: 'text/event-stream', ...headers } }),
    await attacked.post('/mcp', rpc(1, 'initialize', {}), headers),
    await attacked.send('/mcp', { headers: { 'mcp-session-id': 'A'.repeat(22), ...headers } }),
    await attacked.send('/mcp', {
      method: 'DELETE',
      headers: { 'mcp-session-id': 'A'.repeat(22), ...headers },
    }),
    await postBy(STATELESS, attacked)(callTool(1, 'echo', { message: 'x' }), headers),
  ];
  for (const answer of answers) {
    expect(answer.headers['www-authenticate']).toMatch(CHALLENGE);
    const code = answer === answers.at(-1) ? 401 : -32000;
    expect(answer.json).toMatchObject({
      jsonrpc: '2.0',
      error: { code, data: { reason: 'unauthenticated' } },
    });
  }
  return answers.map(({ status }) => status);
}

const OPTIONS = { AUTH_FAILURES_LIMIT: 'off', TOOL_SCOPES: 'files:read files:write' };

async function prepare(): Promise<Setup> {
  setup = await JwtSetup.start();
  return setup.serve(OPTIONS);
}

describeAttacks('Authentication', prepare, (attacked) => {
  afterAll(() => setup.stop());

  it.each([
    ['none', {}],
    ['an empty header', { authorization: '' }],
    ['a scheme alone', { authorization: 'Bearer' }],
    ['a scheme and blanks', { authorization: `Bearer${' '.repeat(5_000)}` }],
    ['another scheme', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
    ['two tokens', { authorization: 'Bearer a b' }],
    ['a list', { authorization: 'Bearer a, Bearer b' }],
    ['quotes', { authorization: 'Bearer "a"' }],
    ['other characters', { authorization: 'Bearer \xe9\xe9' }],
    ['a cookie', { cookie: 'access_token=a; Authorization=Bearer a' }],
    ['another header', { 'x-authorization': 'Bearer a', 'proxy-authorization': 'Bearer a', 'x-user': 'ann' }],
    ['1 MB', { authorization: `Bearer ${'a'.repeat(15_000)}` }],
    ['a member of Object', { authorization: 'Bearer __proto__' }],
  ])('5 no or malformed token: %s is 401 on every route', async (_name, headers) => {
    expect(await refusalsOf(attacked(), headers as Record<string, string>)).toEqual(REFUSED);
  });

  it('5 no or malformed token: Authorization twice is 401, also with a good one first', async () => {
    const { authorization } = await setup.headersOf('ann');
    const body = JSON.stringify(rpc(1, 'ping'));
    const head = [
      'Host: localhost',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Connection: close',
    ];
    const lines = [`Authorization: ${authorization}`, 'authorization: Bearer b'];
    for (const both of [lines, lines.toReversed()])
      expect(
        await attacked().statuses(
          `POST /message HTTP/1.1\r\n${[...head, ...both].join('\r\n')}\r\n\r\n${body}`,
        ),
      ).toEqual([401]);
  });

  const unsigned = (header: object): string =>
    `${encode(header)}.${encode({ iss: setup.issuer.url, aud: AUDIENCE, sub: 'ann', exp: now() + 300 })}`;
  const hmac = (header: object, secret: string): string =>
    `${unsigned(header)}.${createHmac('sha256', secret).update(unsigned(header)).digest('base64url')}`;
  it.each<[string, () => string | Promise<string>]>([
    ['alg none', () => `${unsigned({ alg: 'none' })}.`],
    ['alg None', () => `${unsigned({ alg: 'None' })}.`],
    ['no alg', () => `${unsigned({})}.`],
    [
      'HS256 with the public key',
      () => hmac({ alg: 'HS256', kid: setup.issuer.publicKey.kid }, JSON.stringify(setup.issuer.publicKey)),
    ],
    [
      'HS256 with the modulus',
      () => hmac({ alg: 'HS256', kid: setup.issuer.publicKey.kid }, setup.issuer.publicKey.n!),
    ],
    ['HS256 without a secret', () => hmac({ alg: 'HS256', kid: setup.issuer.publicKey.kid }, '\0')],
    ['an unknown kid', () => setup.issuer.sign({ aud: AUDIENCE }, { kid: randomUUID() })],
    ['a path as kid', () => setup.issuer.sign({ aud: AUDIENCE }, { kid: '../../../../dev/null' })],
    ['a URL as kid', () => setup.issuer.sign({ aud: AUDIENCE }, { kid: setup.other.jwksUrl })],
    ['SQL as kid', () => setup.issuer.sign({ aud: AUDIENCE }, { kid: "' UNION SELECT 'key" })],
    ['a member of Object as kid', () => setup.issuer.sign({ aud: AUDIENCE }, { kid: '__proto__' })],
    ['a critical extension', () => setup.issuer.sign({ aud: AUDIENCE }, { crit: ['exp2'], exp2: 1 })],
    ['a signature that was cut', async () => (await setup.tokenOf('ann')).slice(0, -8)],
    ['no signature', async () => (await setup.tokenOf('ann')).replace(/[^.]*$/, '')],
    [
      'claims that were changed',
      async () => (await setup.tokenOf('ann')).replace(/\.[^.]*\./, `.${encode({ sub: 'root' })}.`),
    ],
    ['encryption', () => `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM', zip: 'DEF' })}.a.b.c.d`],
    ['claims that are no JSON', () => `${encode({ alg: 'RS256' })}.${encode('{')}.a`],
    ['claims nested 2,000 levels', () => `${encode({ alg: 'RS256' })}.${encode('['.repeat(2_000))}.a`],
  ])('6 forged token: %s is 401', async (_name, forge) => {
    expect(await refusalsOf(attacked(), bearer(await forge()))).toEqual(REFUSED);
  });

  it('6 forged token: keys come from the configured URL alone', async () => {
    const header = {
      jku: setup.other.jwksUrl,
      x5u: setup.other.jwksUrl,
      jwk: setup.other.publicKey,
      x5c: ['MIIB'],
    };
    for (const kid of [setup.other.publicKey.kid, setup.issuer.publicKey.kid]) {
      const token = await setup.other.sign({ aud: AUDIENCE, iss: setup.issuer.url }, { ...header, kid });
      expect(await refusalsOf(attacked(), bearer(token))).toEqual(REFUSED);
    }
    expect(setup.other.keyRequests).toBe(0);
  });

  it('6 forged token: unknown key ids make no flood on the issuer', async () => {
    const before = setup.issuer.keyRequests;
    for (let count = 0; count < 30; count++)
      await attacked().post(
        '/message',
        rpc(1, 'ping'),
        bearer(await setup.issuer.sign({ aud: AUDIENCE }, { kid: randomUUID() })),
      );
    expect(setup.issuer.keyRequests - before).toBeLessThan(3);
  });

  it.each<[string, () => JWTPayload]>([
    ['another audience', () => ({ aud: 'https://setup.other.example' })],
    ['an audience that begins alike', () => ({ aud: `${AUDIENCE}.evil.example` })],
    ['a path beside ours', () => ({ aud: `${AUDIENCE}/ssex` })],
    ['no audience', () => ({ aud: undefined })],
    ['another issuer', () => ({ iss: 'https://evil.example' })],
    ['our issuer with a slash', () => ({ iss: `${setup.issuer.url}/` })],
    ['no issuer', () => ({ iss: undefined })],
    ['no subject', () => ({ sub: undefined })],
    ['no end', () => ({ exp: undefined })],
    ['an end beyond the clock skew', () => ({ exp: now() - 32 })],
    ['a begin beyond the clock skew', () => ({ nbf: now() + 60 })],
    ['an end that is text', () => ({ exp: 'never' as never })],
  ])('7 wrong claims: %s is 401', async (_name, claims) => {
    const token = await setup.tokenOf('ann', claims());
    expect(await refusalsOf(attacked(), bearer(token))).toEqual(REFUSED);
  });

  it('7 wrong claims: inside of the clock skew a token is good', async () => {
    const token = await setup.tokenOf('ann', { exp: now() - 20, nbf: now() + 20 });
    expect((await attacked().post('/message', rpc(1, 'ping'), bearer(token))).status).toBe(200);
  });

  it.each(['files:read', 'files:writer files:read', 'FILES:WRITE files:read', 'files:* files:read', ''])(
    '8 too few scopes: "%s" is 403, names the scopes, and the tool is not in the list',
    async (scope) => {
      for (const route of POST_ROUTES) {
        const known = await route.begin(attacked(), await setup.headersOf('ann', { scope }));
        const post = postBy(route, attacked(), known);
        const answer = await post(callTool(1, 'scoped'));
        expect([answer.status, answer.json]).toMatchObject([
          403,
          { id: 1, error: { data: { reason: 'insufficient-scope' } } },
        ]);
        const challenge = answer.headers['www-authenticate'];
        for (const part of ['error="insufficient_scope"', 'scope="files:read files:write"'])
          expect(challenge).toContain(part);
        expect((await post(rpc(1, 'tools/list'))).text).not.toContain('"scoped"');
      }
    },
  );

  it('8 too few scopes: a batch and a session lend none', async () => {
    await using stream = await attacked().stream(
      '/sse',
      await setup.headersOf('ann', { scope: 'files:read files:write' }),
    );
    const path = await stream.endpoint();
    const weak = await setup.headersOf('ann');
    expect((await attacked().post(path, callTool(1, 'scoped'), weak)).status).toBe(403);
    const strong = await attacked().session(
      await setup.headersOf('ann', { scope: 'files:read files:write' }),
    );
    const lent = await attacked().post('/mcp', callTool(1, 'scoped'), { ...strong, ...weak });
    expect(lent.status).toBe(403);
    const batch = [rpc(1, 'ping'), callTool(2, 'scoped')];
    const { text } = await attacked().post('/message', batch, {
      ...weak,
      'mcp-protocol-version': '2025-03-26',
    });
    expect(text).toMatch(/insufficient-scope/);
    expect(text + lent.text + stream.bytes).not.toContain('canary-of-a-scope');
  });
});
