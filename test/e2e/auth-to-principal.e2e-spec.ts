import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AuthModule, type JwtOptions, Revocation } from '../../src/auth/index.js';
import { AccessError, McpModule, type Principal } from '../../src/index.js';
import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { bearer } from '../support/auth/tokens.js';
import { RecordedLog } from '../support/servers/recorded-log.js';
import { PrincipalModule, principalOf } from '../support/tools/principal-tools.js';
import { callTool, post } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const AUDIENCE = 'https://mcp.example';

describe('Claims that an app reads itself, by jwt.toPrincipal,', () => {
  const log = new RecordedLog();
  let issuer: OAuthIssuer;

  beforeAll(async () => {
    issuer = await OAuthIssuer.start();
  });

  afterAll(() => issuer[Symbol.asyncDispose]());

  const sign = (claims: object): Promise<string> => issuer.sign({ aud: AUDIENCE, sub: 'ann', ...claims });

  async function start(
    options: Partial<JwtOptions>,
    requiredScopes: readonly string[] = [],
  ): Promise<NestExpressApplication> {
    const jwt = { issuer: issuer.url, jwksUrl: issuer.jwksUrl, ...options };
    @Module({
      imports: [
        McpModule.forRoot({ aliases: ['/message'] }),
        AuthModule.forRoot({ publicUrl: AUDIENCE, jwt, requiredScopes }),
        PrincipalModule,
      ],
    })
    class App {}
    const app = await NestFactory.create<NestExpressApplication>(App, { logger: log });
    await app.listen(0, '127.0.0.1');
    return app;
  }

  it('say whose token it is', async () => {
    const app = await start({
      claims: ['org'],
      toPrincipal: async ({ email }, principal) => {
        await Promise.resolve();
        const claims = { ...principal.claims, domain: String(email).split('@')[1] };
        return { id: `user ${String(email)}`, scopes: [...principal.scopes, 'more'], claims };
      },
    });
    const token = await sign({ email: 'ann@example.com', scope: 'files:read', org: 'acme' });
    const url = await app.getUrl();
    const expected = {
      id: 'user ann@example.com',
      scopes: ['files:read', 'more'],
      claims: { org: 'acme', domain: 'example.com' },
    };
    expect(await principalOf(url, token)).toEqual(expected);
    expect(await principalOf(url, token)).toEqual(expected);
    app.get(Revocation, { strict: false }).revoke('user ann@example.com');
    expect(await principalOf(url, token)).toBe(401);
    await app.close();
  });

  it('are read once while the token is believed, and again after it was refused', async () => {
    const read: unknown[] = [];
    const app = await start({
      toPrincipal: ({ jti, banned }, principal) => {
        read.push(jti);
        if (banned) throw new AccessError('unauthenticated', 'You were locked out');
        return principal;
      },
    });
    const url = await app.getUrl();
    const [good, bad] = [await sign({ jti: 'good' }), await sign({ jti: 'bad', banned: true })];
    for (const token of [good, good, bad, bad]) await principalOf(url, token);
    expect(read).toEqual(['good', 'bad', 'bad']);
    const refused = await post(`${url}/message`, callTool(1, 'principal'), bearer(bad));
    expect([refused.status, refused.json]).toMatchObject([
      401,
      { error: { message: 'You were locked out' } },
    ]);
    expect(refused.headers['www-authenticate']).toContain('error="invalid_token"');
    await app.close();
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'a principal without an id'],
    ['an empty id', { id: '', scopes: [] }, 'a principal without an id'],
    ['an id that is no text', { id: 7, scopes: [] }, 'a principal without an id'],
    ['an id without end', { id: 'x'.repeat(1025), scopes: [] }, 'an id of 1025 characters: at most 1024'],
    ['the id of nobody', { id: 'anonymous', scopes: [] }, 'the id "anonymous", which stands for nobody'],
    ['scopes in one text', { id: 'ann', scopes: 'a b' }, 'scopes that are no array of strings'],
    ['scopes that are no text', { id: 'ann', scopes: [7] }, 'scopes that are no array of strings'],
    [
      'one that holds every scope by a word',
      { id: 'ann', scopes: [], holdsEveryScope: 'no' },
      'a holdsEveryScope that is no boolean',
    ],
    ['claims in a list', { id: 'ann', scopes: [], claims: ['a'] }, 'claims that are not an object'],
    [
      'claims without end',
      { id: 'ann', scopes: [], claims: { groups: 'x'.repeat(16_384) } },
      'claims of 16397 characters of JSON: at most 16384',
    ],
    [
      'claims with a bigint',
      { id: 'ann', scopes: [], claims: { tenant: 1n } },
      'claims that JSON cannot hold: Do not know how to serialize a BigInt',
    ],
    [
      'claims in themselves',
      { id: 'ann', scopes: [], claims: circular() },
      'claims that JSON cannot hold: Converting circular structure to JSON',
    ],
    [
      'an end that is a date',
      { id: 'ann', scopes: [], expiresAtMs: new Date() },
      'an expiresAtMs that is not a number of milliseconds',
    ],
    [
      'an end that is no number',
      { id: 'ann', scopes: [], expiresAtMs: Number.NaN },
      'an expiresAtMs that is not a number of milliseconds',
    ],
  ])('let nobody in as %s, and the log says why', async (_, given, reason) => {
    const app = await start({ toPrincipal: () => given as Principal });
    log.take();
    expect(await principalOf(await app.getUrl(), await sign({}))).toBe(500);
    expect(log.take().join('\n')).toContain(`\`jwt.toPrincipal\` gave ${reason}`);
    await app.close();
  });

  it('may hold every scope, which their list does not show', async () => {
    const toPrincipal = (_: object, { id }: Principal): Principal => ({
      id,
      scopes: [],
      holdsEveryScope: true,
    });
    const app = await start({ toPrincipal }, ['mcp']);
    expect(await principalOf(await app.getUrl(), await sign({}))).toMatchObject({ scopes: [] });
    await app.close();
  });

  it.each([
    ['with their token, whatever else is said of them', 2, 1e9],
    ['before their token, if they say so', 300, 1_500],
  ])('end %s', async (_, tokenSeconds, saidMs) => {
    const app = await start({
      toPrincipal: (_payload, principal) => ({ ...principal, expiresAtMs: Date.now() + saidMs }),
      clockSkewSeconds: 0,
    });
    const token = await sign({ exp: Math.floor(Date.now() / 1000) + tokenSeconds });
    await using stream = await SseStream.open(`${await app.getUrl()}/sse`, bearer(token));
    await stream.endpoint();
    await stream.ended();
    await app.close();
  });

  it('let nobody in once they have ended', async () => {
    const app = await start({
      toPrincipal: (_, principal) => ({ ...principal, expiresAtMs: Date.now() - 1 }),
    });
    const { status, json } = await post(
      `${await app.getUrl()}/message`,
      callTool(1, 'principal'),
      bearer(await sign({})),
    );
    expect([status, json]).toMatchObject([401, { error: { message: 'The token has expired' } }]);
    await app.close();
  });

  it.each<[Partial<JwtOptions>, string]>([
    [
      { claims: ['email', 'a..b'] },
      '`jwt.claims` names claims such as email or realm_access.roles, but "a..b" has',
    ],
    [
      { scopeClaim: 'roles.' },
      '`jwt.scopeClaim` names claims such as email or realm_access.roles, but "roles."',
    ],
  ])('cannot be named as %j', async (options, message) => {
    await expect(start(options)).rejects.toThrow(message);
  });
});

function circular(): object {
  const claims: Record<string, unknown> = {};
  return Object.assign(claims, { self: claims });
}
