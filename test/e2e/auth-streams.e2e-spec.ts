import { Revocation } from '../../src/auth/index.js';
import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { bearer } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { heldCall } from '../support/tools/held-calls.js';
import { PrivateModule } from '../support/tools/scoped-tools.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { newKey } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';

const AUDIENCE = 'https://mcp.example';

describe('A stream that a JSON Web Token opened', () => {
  let issuer: OAuthIssuer;
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    issuer = await OAuthIssuer.start();
    server = await startRookery(
      {
        AUTH: 'jwt',
        JWT_ISSUER: issuer.url,
        JWT_JWKS_URL: issuer.jwksUrl,
        JWT_AUDIENCE: AUDIENCE,
        JWT_CLOCK_SKEW_SECONDS: '0',
      },
      PrivateModule,
    );
    ({ url } = server);
  });

  afterAll(async () => {
    await server.rookery.close();
    await issuer[Symbol.asyncDispose]();
  });

  const nowSeconds = (): number => Math.floor(Date.now() / 1000);

  /** The headers of a token that is good for some seconds. */
  async function headersFor(sub: string, seconds: number): Promise<Record<string, string>> {
    return bearer(await issuer.sign({ aud: AUDIENCE, sub, exp: nowSeconds() + seconds }));
  }

  it('ends when the token does', async () => {
    const expires = (nowSeconds() + 2) * 1000;
    await using stream = await SseStream.open(`${url}/sse`, await headersFor('short', 2));
    await stream.endpoint();
    await stream.ended();
    expect(Date.now()).toBeGreaterThanOrEqual(expires);
  });

  it('still brings the answer of a call that was running then', async () => {
    const headers = await headersFor('busy', 2);
    await using witness = await SseStream.open(`${url}/sse`, await headersFor('idle', 2));
    await using stream = await SseStream.open(`${url}/sse`, headers);
    const endpoint = await stream.endpoint();
    await post(endpoint, callTool(1, 'hold', { name: 'busy' }), headers);
    const call = await heldCall('busy');
    await witness.ended();
    expect((await post(endpoint, rpc(2, 'ping'), headers)).status).toBe(401);
    expect([stream.isEnded, call.context.signal.aborted]).toEqual([false, false]);
    call.finish('done');
    expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: 'done' }] } });
    await stream.ended();
  });

  it('goes on if a newer token of its subject was seen', async () => {
    const first = await headersFor('renewed', 2);
    await using witness = await SseStream.open(`${url}/sse`, await headersFor('not renewed', 3));
    await using stream = await SseStream.open(`${url}/sse`, first);
    const endpoint = await stream.endpoint();
    const second = await headersFor('renewed', 60);
    await post(endpoint, rpc(1, 'ping'), second);
    await witness.ended();
    expect((await post(endpoint, rpc(2, 'ping'), first)).status).toBe(401);
    expect(stream.isEnded).toBe(false);
    await post(endpoint, callTool(3, 'who'), second);
    expect(await stream.responseTo(3)).toMatchObject({ result: {} });
  });

  it('ends if only another subject has a newer one', async () => {
    await using stream = await SseStream.open(`${url}/sse`, await headersFor('left', 2));
    const endpoint = await stream.endpoint();
    expect((await post(endpoint, rpc(1, 'ping'), await headersFor('other', 60))).status).toBe(404);
    await stream.ended();
  });

  it('is resumed with a newer token of its subject, and with that of no other', async () => {
    const key = newKey();
    await using stream = await SseStream.open(`${url}/sse?resume=${key}`, await headersFor('resumes', 60));
    const endpoint = await stream.endpoint();
    await using foreign = await SseStream.open(`${url}/sse?resume=${key}`, await headersFor('thief', 60));
    expect(await foreign.endpoint()).not.toBe(endpoint);
    await using resumed = await SseStream.open(`${url}/sse?resume=${key}`, await headersFor('resumes', 90));
    expect(await resumed.endpoint()).toBe(endpoint);
  });

  it('ends when its subject is revoked, whose tokens so far are refused from then on', async () => {
    const headers = await headersFor('revoked', 60);
    const unseen = bearer(await issuer.sign({ aud: AUDIENCE, sub: 'revoked', jti: 'another' }));
    await using stream = await SseStream.open(`${url}/sse`, headers);
    const endpoint = await stream.endpoint();
    server.rookery.app.get(Revocation, { strict: false }).revoke(`${issuer.url}#revoked`);
    await stream.ended();
    const refused = await post(endpoint, rpc(1, 'ping'), headers);
    expect([refused.status, refused.json]).toMatchObject([
      401,
      { error: { message: 'The token was revoked' } },
    ]);
    expect((await post(`${url}/message`, rpc(1, 'ping'), unseen)).status).toBe(401);
    // `iat` has seconds: a token of the second of the revocation is refused too.
    await eventually(
      async () => (await post(`${url}/message`, rpc(1, 'ping'), await headersFor('revoked', 60))).status,
      (status) => status === 200,
    );
  });
});
