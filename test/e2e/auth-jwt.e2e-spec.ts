import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { bearer } from '../support/auth/tokens.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { PrivateModule } from '../support/tools/scoped-tools.js';
import { type Answer, callTool, post, rpc } from '../support/wire/http.js';

const AUDIENCE = 'https://mcp.example';

function call(url: string, token: string, name = 'who'): Promise<Answer> {
  return post(`${url}/message`, callTool(1, name), bearer(token));
}

function messageOf({ status, json }: Answer): [number, string] {
  return [status, (json as { error: { message: string } }).error.message];
}

function environmentOf({ url, jwksUrl }: OAuthIssuer): NodeJS.ProcessEnv {
  return {
    AUTH: 'jwt',
    JWT_ISSUER: url,
    JWT_JWKS_URL: jwksUrl,
    PUBLIC_URL: AUDIENCE,
    AUTH_FAILURES_LIMIT: 'off',
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

describe('With AUTH=jwt', () => {
  let issuer: OAuthIssuer;
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    issuer = await OAuthIssuer.start();
    server = await startRookery(environmentOf(issuer), PrivateModule);
    ({ url } = server);
  });

  afterAll(async () => {
    await server.rookery.close();
    await issuer[Symbol.asyncDispose]();
  });

  const now = (): number => Math.floor(Date.now() / 1000);

  it('knows a caller by issuer and subject, whatever token says it', async () => {
    for (const jti of ['1', '2']) {
      const answer = await call(url, await issuer.sign({ aud: AUDIENCE, sub: 'ann', jti }));
      expect(answer.json).toMatchObject({ result: { content: [{ text: `${issuer.url}#ann` }] } });
    }
  });

  it.each(['', '/', '/sse', '/sse/', '/mcp', '/mcp/'])(
    'takes a token for PUBLIC_URL%s, also among others',
    async (path) => {
      expect((await call(url, await issuer.sign({ aud: AUDIENCE + path }))).status).toBe(200);
      const aud = ['https://other.example', AUDIENCE + path];
      expect((await call(url, await issuer.sign({ aud }))).status).toBe(200);
    },
  );

  it.each(['RS256', 'ES256', 'EdDSA'] as const)('takes %s', async (algorithm) => {
    await using other = await OAuthIssuer.start(algorithm);
    await using strict = await startRookery(environmentOf(other), PrivateModule);
    expect((await call(strict.url, await other.sign({ aud: AUDIENCE }))).status).toBe(200);
  });

  it('takes no algorithm that JWT_ALGORITHMS does not have', async () => {
    await using strict = await startRookery(
      { ...environmentOf(issuer), JWT_ALGORITHMS: 'ES256' },
      PrivateModule,
    );
    expect((await call(strict.url, await issuer.sign({ aud: AUDIENCE }))).status).toBe(401);
  });

  it.each<[string, string, object]>([
    ['made for another server', 'The token was made for another server', { aud: 'https://other.example' }],
    ['made for a path beside', 'The token was made for another server', { aud: `${AUDIENCE}/ssex` }],
    ['made for nobody', 'The token has no aud', { aud: undefined }],
    ['of another issuer', 'The token is from another issuer', { iss: 'https://id.example' }],
    ['of no issuer', 'The token has no iss', { iss: undefined }],
    ['of nobody', 'The token has no sub', { sub: undefined }],
    ['of an empty subject', 'The token has no subject', { sub: '' }],
    ['that never ends', 'The token has no exp', { exp: undefined }],
    ['that has expired', 'The token has expired', { exp: now() - 31 }],
    ['of the future', 'The token is not valid yet', { nbf: now() + 60 }],
    ['with a time that is none', 'The token is not valid', { exp: 'tomorrow' }],
  ])('refuses a token %s', async (_, message, claims) => {
    const refused = await call(url, await issuer.sign({ aud: AUDIENCE, ...claims }));
    expect(messageOf(refused)).toEqual([401, message]);
    expect(refused.headers['www-authenticate']).toMatch(/error="invalid_token"$/);
  });

  it('bears with clocks that differ by half a minute', async () => {
    const claims = { aud: AUDIENCE, nbf: now() + 20, exp: now() - 20 };
    expect((await call(url, await issuer.sign(claims))).status).toBe(200);
  });

  it.each<[string, () => Promise<string>]>([
    ['without a signature', async () => `${encode({ alg: 'none' })}.${encode({ ...valid() })}.`],
    [
      'with a secret made of the public key',
      async () => forged({ alg: 'HS256' }, JSON.stringify(issuer.publicKey)),
    ],
    ['signed by another', async () => signedByAnother(await issuer.sign({ aud: AUDIENCE }))],
    ['whose claims were changed', async () => replaceClaims(await issuer.sign({ aud: AUDIENCE }))],
    ['with a critical extension', () => issuer.sign({ aud: AUDIENCE }, { crit: ['exp2'], exp2: 1 })],
    ['with the key of another', () => issuer.sign({ aud: AUDIENCE }, { kid: randomUUID() })],
    ['whose key has a path for a name', () => issuer.sign({ aud: AUDIENCE }, { kid: '../../etc/passwd' })],
    ['that is none', async () => 'a.b.c'],
    ['that is encrypted', async () => `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d`],
    ['without claims', async () => replaceClaims(await issuer.sign({ aud: AUDIENCE }), '')],
  ])('refuses a token %s', async (_, make) => {
    expect(messageOf(await call(url, await make()))).toEqual([401, 'The token is not valid']);
  });

  it('asks nobody for a key that a token names', async () => {
    let asked = 0;
    const trap = createServer((_, response) => {
      asked++;
      response.end(JSON.stringify({ keys: [other.publicKey] }));
    }).listen(0, '127.0.0.1');
    await once(trap, 'listening');
    const trapUrl = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/`;
    await using other = await OAuthIssuer.start();
    const header = { jku: trapUrl, x5u: trapUrl, jwk: other.publicKey };
    const token = await other.sign({ aud: AUDIENCE, iss: issuer.url }, header);
    expect((await call(url, token)).status).toBe(401);
    expect([asked, other.keyRequests]).toEqual([0, 0]);
    trap.close();
  });

  it.each<[object, string[]]>([
    [{ scope: 'files:read other' }, ['read']],
    [{ scope: ['files:read'] }, ['read']],
    [{ scp: ['files:read'] }, ['read']],
    [{ scope: 'other', scp: 'files:read' }, []],
    [{ scope: { 'files:read': true } }, []],
    [{ roles: ['files:read'] }, []],
  ])('reads scopes from %j', async (claims, tools) => {
    const token = await issuer.sign({ aud: AUDIENCE, ...claims });
    const { json } = await post(`${url}/message`, rpc(1, 'tools/list'), bearer(token));
    const names = (json as { result: { tools: { name: string }[] } }).result.tools.map(({ name }) => name);
    expect(names.filter((name) => name === 'read')).toEqual(tools);
  });

  it('reads scopes from the claim that JWT_SCOPE_CLAIM names', async () => {
    await using other = await startRookery(
      { ...environmentOf(issuer), JWT_SCOPE_CLAIM: 'roles', REQUIRED_SCOPES: 'files:read' },
      PrivateModule,
    );
    const token = (claims: object): Promise<string> => issuer.sign({ aud: AUDIENCE, ...claims });
    expect((await call(other.url, await token({ roles: ['files:read'] }), 'read')).status).toBe(200);
    expect((await call(other.url, await token({ scope: 'files:read' }), 'read')).status).toBe(403);
  });

  function valid(): object {
    return { iss: issuer.url, sub: 'ann', aud: AUDIENCE, exp: now() + 300 };
  }

  function forged(header: object, secret: string): string {
    const signed = `${encode({ kid: issuer.publicKey.kid, ...header })}.${encode(valid())}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }
});

/** The key that it names is the issuer's. */
async function signedByAnother(token: string): Promise<string> {
  await using other = await OAuthIssuer.start();
  const [, , signature] = (await other.sign({})).split('.');
  return [...token.split('.').slice(0, 2), signature].join('.');
}

function replaceClaims(token: string, claims = encode({ sub: 'root' })): string {
  const [header, , signature] = token.split('.');
  return [header, claims, signature].join('.');
}
