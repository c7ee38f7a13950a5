import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AuthModule, type JwtOptions } from '../../src/auth/index.js';
import { McpModule } from '../../src/index.js';
import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { bearer } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { PrivateModule } from '../support/tools/scoped-tools.js';
import { type Answer, callTool, post, send as sendRequest } from '../support/wire/http.js';

const AUDIENCE = 'https://mcp.example';

interface RunningApp extends AsyncDisposable {
  send(token: string): Promise<Answer>;
  /** Calls a tool with a new token. */
  call(): Promise<Answer>;
}

/** An app whose times are short. */
async function startApp(issuer: OAuthIssuer, options: JwtOptions = {}): Promise<RunningApp> {
  const jwt = { issuer: issuer.url, jwksUrl: issuer.jwksUrl, audience: [AUDIENCE], ...options };
  @Module({
    imports: [McpModule.forRoot({ aliases: ['/message'] }), AuthModule.forRoot({ jwt }), PrivateModule],
  })
  class App {}
  const app = await NestFactory.create<NestExpressApplication>(App, { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = `${await app.getUrl()}/message`;
  const send = (token: string): Promise<Answer> => post(url, callTool(1, 'who'), bearer(token));
  return {
    send,
    call: async () => send(await issuer.sign({ aud: AUDIENCE })),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

describe('The keys of an issuer', () => {
  it('are fetched at the start, once', async () => {
    await using issuer = await OAuthIssuer.start();
    await using app = await startApp(issuer);
    for (let count = 0; count < 20; count++) expect((await app.call()).status).toBe(200);
    expect(issuer.keyRequests).toBe(1);
  });

  it('are fetched again for a key that is not known, and the old one stays good', async () => {
    await using issuer = await OAuthIssuer.start();
    await using app = await startApp(issuer, { keysCooldownMs: 0 });
    expect((await app.call()).status).toBe(200);
    await issuer.rotate('ES256');
    expect((await app.call()).status).toBe(200);
    expect(issuer.keyRequests).toBe(2);
  });

  it('are not fetched again and again for keys that do not exist', async () => {
    await using issuer = await OAuthIssuer.start();
    await using app = await startApp(issuer);
    expect((await app.call()).status).toBe(200);
    await issuer.rotate();
    for (let count = 0; count < 20; count++) expect((await app.call()).status).toBe(401);
    expect(issuer.keyRequests).toBe(1);
  });

  it('are fetched in the background when they are old, and tokens of a retired one are refused then', async () => {
    await using issuer = await OAuthIssuer.start();
    await using app = await startApp(issuer, { keysMaxAgeMs: 50 });
    const old = await Promise.all(
      Array.from({ length: 100 }, (_, index) => issuer.sign({ aud: AUDIENCE, sub: `ann${index}` })),
    );
    expect((await app.send(old.pop()!)).status).toBe(200);
    await issuer.rotate();
    issuer.retire();
    const last = await eventually(
      async () => (await app.send(old.pop()!)).status,
      (status) => status !== 200,
    );
    expect([last, (await app.call()).status]).toEqual([401, 200]);
  });

  it.each(['down', 'redirect', 'garbage'] as const)(
    'that answers "%s" are waited for: 503 without any',
    async (mode) => {
      await using issuer = await OAuthIssuer.start();
      issuer.mode = mode;
      await using app = await startApp(issuer);
      const refused = await app.call();
      expect([refused.status, refused.headers['retry-after'], refused.json]).toMatchObject([
        503,
        '5',
        { error: { message: 'Tokens cannot be verified at the moment', data: { reason: 'unavailable' } } },
      ]);
      await Promise.all(Array.from({ length: 20 }, () => app.call()));
      expect(issuer.keyRequests).toBe(1);
    },
  );

  it('go on to be used while no newer ones can be had', async () => {
    await using issuer = await OAuthIssuer.start();
    await using app = await startApp(issuer, { keysMaxAgeMs: 0, keysCooldownMs: 0 });
    expect((await app.call()).status).toBe(200);
    issuer.mode = 'down';
    for (let count = 0; count < 10; count++) expect((await app.call()).status).toBe(200);
    await issuer.rotate();
    expect((await app.call()).status).toBe(503);
  });

  it('that are too old are fetched before one of them is used', async () => {
    await using issuer = await OAuthIssuer.start();
    await using app = await startApp(issuer, { keysMaxAgeMs: 0 });
    const ofRetired = await issuer.sign({ aud: AUDIENCE, sub: 'late' });
    expect((await app.call()).status).toBe(200);
    await issuer.rotate();
    issuer.retire();
    expect((await app.send(ofRetired)).status).toBe(401);
  });

  it('end some time after they could be fetched for the last time, and are used again once they can', async () => {
    await using issuer = await OAuthIssuer.start();
    const options = { keysMaxAgeMs: 0, keysMaxStaleMs: 1_000 };
    await using app = await startApp(issuer, options);
    expect((await app.call()).status).toBe(200);
    issuer.mode = 'down';
    expect((await app.call()).status).toBe(200);
    await eventually(
      async () => (await app.call()).status,
      (status) => status === 503,
    );
    issuer.mode = 'up';
    await eventually(
      async () => (await app.call()).status,
      (status) => status === 200,
    );
  });

  it('that cannot be fetched are told by readiness', async () => {
    await using issuer = await OAuthIssuer.start();
    issuer.mode = 'down';
    await using server = await startRookery({
      AUTH: 'jwt',
      JWT_ISSUER: issuer.url,
      JWT_JWKS_URL: issuer.jwksUrl,
      JWT_AUDIENCE: AUDIENCE,
    });
    const staleSeconds = async (): Promise<number> => {
      const { json, status } = await sendRequest(`${server.url}/health/ready`);
      expect(status).toBe(200);
      return (json as { info: { credentials: { staleSeconds: Record<string, number> } } }).info.credentials
        .staleSeconds['issuer-keys']!;
    };
    await eventually(async () => (await staleSeconds()) > 0);
  });

  it('that do not come are waited for a bounded time, by all together', async () => {
    await using issuer = await OAuthIssuer.start();
    issuer.mode = 'silent';
    await using app = await startApp(issuer, { keysTimeoutMs: 300 });
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => app.call()))).map(
      ({ status }) => status,
    );
    expect([new Set(statuses), issuer.keyRequests]).toEqual([new Set([503]), 1]);
  });

  it('that come late serve all who waited', async () => {
    await using issuer = await OAuthIssuer.start();
    issuer.mode = 'silent';
    await using server = await startRookery(
      { AUTH: 'jwt', JWT_ISSUER: issuer.url, JWT_JWKS_URL: issuer.jwksUrl, JWT_AUDIENCE: AUDIENCE },
      PrivateModule,
    );
    const calls = Array.from({ length: 20 }, async () =>
      post(`${server.url}/message`, callTool(1, 'who'), bearer(await issuer.sign({ aud: AUDIENCE }))),
    );
    await eventually(() => issuer.keyRequests === 1);
    issuer.release();
    expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(issuer.keyRequests).toBe(1);
  });
});
