import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import { bearer, linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { limitDescriptors, openDescriptors } from '../support/servers/descriptors.js';
import { rpc } from '../support/wire/http.js';
import { listen } from '../support/wire/stateless.js';
import { type Attacked, describeAttacks, type Setup } from './support/attacked.js';
import { AUDIENCE, JwtSetup } from './support/jwt.setup.js';

const now = (): number => Math.floor(Date.now() / 1000);

async function statusOf(attacked: Attacked, headers: Record<string, string>): Promise<number> {
  return (await attacked.post('/message', rpc(1, 'ping'), headers)).status;
}

async function whenRevoked(attacked: Attacked, gone: Record<string, string>): Promise<void> {
  await eventually(
    () => statusOf(attacked, gone),
    (status) => status === 401,
  );
}

describe('A file of tokens', () => {
  const bystander = newToken('bystander');
  const [ann, bob] = [newToken('ann'), newToken('bob')];
  let folder: string;
  let path: string;

  async function prepare(): Promise<Setup> {
    folder = await mkdtemp(join(tmpdir(), 'rookery-credentials-'));
    path = join(folder, 'tokens');
    await writeFile(path, linesOf(bystander, ann, bob));
    return {
      environment: { AUTH: 'bearer', AUTH_TOKENS_FILE: path, AUTH_FAILURES_LIMIT: 'off' },
      headers: bystander.headers,
    };
  }

  describeAttacks('Revocation', prepare, (attacked) => {
    beforeEach(async () => {
      await writeFile(path, linesOf(bystander, ann, bob));
      await eventually(
        () => statusOf(attacked(), bob.headers),
        (status) => status === 200,
      );
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('70 all descriptors taken while a token is revoked: it ends once the file can be read', async () => {
      const { pid } = attacked().process;
      // As many as are open: the idle connections below find no place, and neither does a read of the file.
      const limit = (await openDescriptors(pid)) + 20;
      limitDescriptors(pid, limit);
      const idle = Array.from({ length: 60 }, () => attacked().raw());
      await eventually(
        () => openDescriptors(pid),
        (count) => count >= limit - 1,
      );
      await writeFile(path, linesOf(bystander, ann));
      const [error] = await attacked().takeErrors(1);
      expect(error!['msg']).toMatch(/EMFILE/);
      for (const { socket } of idle) socket.destroy();
      limitDescriptors(pid, 10_000);
      await whenRevoked(attacked(), bob.headers);
      expect(await statusOf(attacked(), ann.headers)).toBe(200);
      await attacked().process.waitForLog(({ msg }) => msg === 'AUTH_TOKENS_FILE can be read again');
    });

    it('71 a line that is no token keeps no revoked one alive', async () => {
      await using stream = await attacked().stream('/sse', bob.headers);
      await using listening = await listen(`${attacked().url}/mcp`, {}, bob.headers);
      await writeFile(path, `${linesOf(bystander)}\nann:oops\n`);
      await Promise.all([stream.ended(), listening.ended()]);
      expect((await listen(`${attacked().url}/mcp`, {}, bob.headers)).status).toBe(401);
      expect(await statusOf(attacked(), bob.headers)).toBe(401);
      expect(await statusOf(attacked(), ann.headers)).toBe(401);
      const [error] = await attacked().takeErrors(1);
      expect(error!['msg']).toMatch(/^AUTH_TOKENS_FILE, line 2 must be/);
    });
  });
});

describe('An issuer', () => {
  let setup: JwtSetup;

  async function prepare(): Promise<Setup> {
    setup = await JwtSetup.start();
    return setup.serve({
      AUTH_FAILURES_LIMIT: 'off',
      JWT_AUDIENCE: AUDIENCE,
      // Without it metadata follow the Host.
      PUBLIC_URL: undefined,
    });
  }

  describeAttacks('Tokens that are no access tokens', prepare, (attacked) => {
    afterAll(() => setup.stop());

    const statusWith = async (claims: JWTPayload, header: Record<string, unknown> = {}): Promise<number> =>
      statusOf(attacked(), bearer(await setup.issuer.sign({ aud: AUDIENCE, ...claims }, header)));

    it.each<[string, JWTPayload, Record<string, unknown>]>([
      ['logout+jwt', {}, { typ: 'logout+jwt' }],
      ['secevent+jwt', {}, { typ: 'secevent+jwt' }],
      ['dpop+jwt', {}, { typ: 'dpop+jwt' }],
      ['application/logout+jwt', {}, { typ: 'application/logout+jwt' }],
      ['an empty type', {}, { typ: '' }],
      ['a type that is called none', {}, { typ: 'none' }],
      ['a type that is a list', {}, { typ: ['at+jwt'] }],
      ['an ID token, by at_hash', { at_hash: 'x', nonce: 'n' }, { typ: 'JWT' }],
      ['an ID token, by token_use', { token_use: 'id' }, {}],
      ['an ID token, by the claim typ', { typ: 'ID' }, { typ: 'JWT' }],
      ['a refresh token, by the claim typ', { typ: 'Refresh' }, { typ: 'JWT' }],
      ['a logout token, by events', { events: {} }, {}],
    ])('72 another kind of token: %s is 401', async (_name, claims, header) => {
      expect(await statusWith(claims, header)).toBe(401);
    });

    it.each<[string, JWTPayload, Record<string, unknown>]>([
      ['at+jwt', {}, { typ: 'at+jwt' }],
      ['application/AT+JWT', {}, { typ: 'application/AT+JWT' }],
      ['JWT', { nonce: 'n', typ: 'Bearer', token_use: 'access' }, { typ: 'JWT' }],
      ['jwt', {}, { typ: 'jwt' }],
      ['no type', {}, {}],
    ])('72 another kind of token: %s is an access token', async (_name, claims, header) => {
      expect(await statusWith(claims, header)).toBe(200);
    });

    it('73 a token of the future: an iat beyond the clock skew is 401', async () => {
      const ahead = await setup.issuer.sign({ aud: AUDIENCE, iat: now() + 3_600, exp: now() + 7_200 });
      const refused = await attacked().post('/message', rpc(1, 'ping'), bearer(ahead));
      expect([refused.status, refused.json]).toMatchObject([
        401,
        { error: { message: 'The token was issued in the future' } },
      ]);
      expect(await statusWith({ iat: now() + 20 })).toBe(200);
    });

    it.each([
      ['GET', '/metrics', {}],
      ['GET', '/metrics', bearer('guess')],
      ['GET', '/sse', {}],
    ])('74 a Host that nobody allowed: %s %s repeats nothing of it', async (method, path, headers) => {
      for (const host of ['x", error="y', 'evil.example', 'localhost", realm="y']) {
        const answer = await attacked().send(path, { method, headers: { ...headers, host } });
        expect([answer.status, answer.headers['www-authenticate']]).toEqual([403, undefined]);
      }
      const { status, headers: answered } = await attacked().send(path, { method, headers });
      expect([status, answered['www-authenticate']]).toEqual([401, expect.stringContaining('Bearer ')]);
    });
  });
});
