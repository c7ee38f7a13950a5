import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AuthModule, Revocation, TokenVerifier } from '../../src/auth/index.js';
import {
  AccessError,
  Authenticator,
  ANONYMOUS,
  McpModule,
  type Principal,
  UnavailableError,
} from '../../src/index.js';
import { bearer, linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { heldCall } from '../support/tools/held-calls.js';
import { PrivateModule } from '../support/tools/scoped-tools.js';
import { type Answer, callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** Knows tokens by their first word, after a while. */
class WordVerifier extends TokenVerifier {
  readonly asked: string[] = [];
  readonly refused = new Set<string>();
  expiresAtMs: number | undefined;

  async verify(token: string): Promise<Principal> {
    this.asked.push(token);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [id] = token.split('-');
    if (id === 'down') throw new UnavailableError('unavailable', 'The directory does not answer', 7);
    if (id === 'broken') throw new Error('secret detail');
    if (id === undefined || this.refused.has(id)) throw new AccessError('unauthenticated', 'Who is that?');
    return { id, scopes: ['mcp'], ...(this.expiresAtMs !== undefined && { expiresAtMs: this.expiresAtMs }) };
  }
}

@Global()
@Module({
  imports: [PrivateModule],
  providers: [{ provide: TokenVerifier, useClass: WordVerifier }],
  exports: [TokenVerifier],
})
class VerifierModule {}

@Module({ imports: [PrivateModule], providers: [{ provide: TokenVerifier, useClass: WordVerifier }] })
class HiddenVerifierModule {}

class OpenAuthenticator extends Authenticator {
  authenticate(): Principal {
    return ANONYMOUS;
  }
}

@Global()
@Module({ providers: [{ provide: Authenticator, useClass: OpenAuthenticator }], exports: [Authenticator] })
class AuthenticatorModule {}

function call(url: string, token: string): Promise<Answer> {
  return post(`${url}/message`, callTool(1, 'who'), bearer(token));
}

describe("A TokenVerifier of the app's own", () => {
  it.each<[string, NodeJS.ProcessEnv]>([
    ['without any other token', {}],
    ['in place of the configured ones', { AUTH_TOKENS: linesOf(newToken('eve')) }],
  ])('is asked %s', async (_, environment) => {
    await using server = await startRookery({ AUTH: 'bearer', ...environment }, VerifierModule);
    expect((await call(server.url, 'ann-1')).json).toMatchObject({ result: { content: [{ text: 'ann' }] } });
    const { asked } = server.rookery.app.get<WordVerifier>(TokenVerifier, { strict: false });
    expect(asked).toEqual(['ann-1']);
  });

  it('is asked with AUTH=jwt, which then needs no keys', async () => {
    await using server = await startRookery(
      { AUTH: 'jwt', JWT_ISSUER: 'https://id.example' },
      VerifierModule,
    );
    expect((await call(server.url, 'ann-1')).status).toBe(200);
    const refused = await post(`${server.url}/message`, rpc(1, 'ping'));
    expect(refused.headers['www-authenticate']).toContain('resource_metadata=');
  });

  it('is asked once for a token, however many requests bring it', async () => {
    await using server = await startRookery({ AUTH: 'bearer', REQUIRED_SCOPES: 'mcp' }, VerifierModule);
    const verifier = server.rookery.app.get<WordVerifier>(TokenVerifier, { strict: false });
    const answers = await Promise.all(Array.from({ length: 50 }, () => call(server.url, 'ann-1')));
    answers.push(await call(server.url, 'ann-1'));
    expect([new Set(answers.map(({ status }) => status)), verifier.asked]).toEqual([
      new Set([200]),
      ['ann-1'],
    ]);
  });

  it('is asked again once the token has expired', async () => {
    await using server = await startRookery({ AUTH: 'bearer' }, VerifierModule);
    const verifier = server.rookery.app.get<WordVerifier>(TokenVerifier, { strict: false });
    verifier.expiresAtMs = Date.now() + 300;
    await call(server.url, 'ann-1');
    verifier.refused.add('ann');
    await eventually(async () => (await call(server.url, 'ann-1')).status === 401);
    expect(Date.now()).toBeGreaterThanOrEqual(verifier.expiresAtMs);
    expect(verifier.asked.length).toBeGreaterThan(1);
  });

  it('says what it does not know with 401, and what it cannot know now with 503', async () => {
    await using server = await startRookery({ AUTH: 'bearer' }, VerifierModule);
    const verifier = server.rookery.app.get<WordVerifier>(TokenVerifier, { strict: false });
    verifier.refused.add('eve');
    const refused = await call(server.url, 'eve-1');
    expect([refused.status, refused.json]).toMatchObject([401, { error: { message: 'Who is that?' } }]);
    const down = await call(server.url, 'down-1');
    expect([down.status, down.headers['retry-after'], down.json]).toMatchObject([
      503,
      '7',
      { error: { data: { reason: 'unavailable' } } },
    ]);
    const broken = await call(server.url, 'broken-1');
    expect([broken.status, broken.text]).toEqual([500, expect.not.stringContaining('secret')]);
  });

  it.each(['anonymous-1', 'unauthenticated-1'])(
    'gives no principal that stands for nobody: %s',
    async (token) => {
      await using server = await startRookery({ AUTH: 'bearer' }, VerifierModule);
      expect((await call(server.url, token)).status).toBe(500);
    },
  );

  it.each<[string, Type, RegExp]>([
    ['is in no global module', HiddenVerifierModule, /A TokenVerifier is found only in a global module/],
    ['competes with an Authenticator', AuthenticatorModule, /There are two Authenticators/],
  ])('stops the start if it %s', async (_, module, message) => {
    await expect(startRookery({ AUTH: 'bearer', AUTH_TOKEN: 't'.repeat(32) }, module)).rejects.toThrow(
      message,
    );
  });

  it.each([undefined, 'none'])('stops the start if AUTH is %s, and nobody would ask it', async (AUTH) => {
    const environment = AUTH === undefined ? {} : { AUTH };
    if (AUTH === 'none') {
      await using server = await startRookery(environment, VerifierModule);
      expect((await call(server.url, 'ann-1')).json).toMatchObject({
        result: { content: [{ text: 'anonymous' }] },
      });
    } else
      await expect(startRookery(environment, VerifierModule)).rejects.toThrow(
        'A TokenVerifier is provided, but AUTH is unset',
      );
  });
});

describe('Revocation', () => {
  it('ends the streams and calls of a principal, and has its token verified again', async () => {
    await using server = await startRookery({ AUTH: 'bearer' }, VerifierModule);
    const verifier = server.rookery.app.get<WordVerifier>(TokenVerifier, { strict: false });
    await using anns = await SseStream.open(`${server.url}/sse`, bearer('ann-1'));
    await using bobs = await SseStream.open(`${server.url}/sse`, bearer('bob-1'));
    const endpoint = await anns.endpoint();
    await bobs.endpoint();
    await post(endpoint, callTool(1, 'hold', { name: 'revoked' }), bearer('ann-1'));
    const { context } = await heldCall('revoked');
    verifier.refused.add('ann');
    expect((await call(server.url, 'ann-1')).status).toBe(200);
    server.rookery.app.get(Revocation, { strict: false }).revoke('ann');
    await anns.ended();
    expect(context.signal.aborted).toBe(true);
    expect((await call(server.url, 'ann-1')).status).toBe(401);
    expect(bobs.isEnded).toBe(false);
    expect((await call(server.url, 'bob-1')).status).toBe(200);
  });

  it('counts for a token whose verification has begun before', async () => {
    await using server = await startRookery({ AUTH: 'bearer' }, VerifierModule);
    const verifier = server.rookery.app.get<WordVerifier>(TokenVerifier, { strict: false });
    const answer = call(server.url, 'ann-1');
    await eventually(() => verifier.asked.length === 1);
    verifier.refused.add('ann');
    server.rookery.app.get(Revocation, { strict: false }).revoke('ann');
    expect((await answer).status).toBe(401);
  });

  it('can be injected while nobody is asked for credentials', async () => {
    await using server = await startRookery();
    expect(() => server.rookery.app.get(Revocation, { strict: false }).revoke('anonymous')).not.toThrow();
  });
});

describe('AuthModule beside McpModule', () => {
  const token = newToken('ann');

  it.each<[string, DynamicModule]>([
    ['forRoot', AuthModule.forRoot({ bearer: { tokens: token.line } })],
    ['forRootAsync', AuthModule.forRootAsync({ useFactory: () => ({ bearer: { tokens: token.line } }) })],
  ])('asks for tokens in an app of its own, by %s', async (_, authModule) => {
    @Module({ imports: [McpModule.forRoot({ aliases: ['/message'] }), authModule, PrivateModule] })
    class App {}
    const app = await NestFactory.create<NestExpressApplication>(App, { logger: false });
    app.setGlobalPrefix('api');
    await app.listen(0, '127.0.0.1');
    const url = `${await app.getUrl()}/api`;
    const refused = await post(`${url}/message`, rpc(1, 'ping'));
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer realm="mcp"']);
    expect((await call(url, token.token)).json).toMatchObject({ result: { content: [{ text: 'ann' }] } });
    await app.close();
  });
});
