import { request as httpRequest, type IncomingMessage } from 'node:http';
import { BearerNamesModule } from '../support/auth/bearer-names.js';
import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { startRookery } from '../support/servers/rookery.js';
import { type Answer, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** Announces a body and sends none of it. */
function postUnsentBody(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': 1_000_000 };
    const request = httpRequest(url, { method: 'POST', headers, agent: false }, (response) => {
      resolve(response);
      request.destroy();
    });
    request.on('error', reject);
    request.flushHeaders();
  });
}

async function statuses(count: number, ask: () => Promise<Answer>): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index++) found.push((await ask()).status);
  return found;
}

const bearer = (name: string): Record<string, string> => ({ authorization: `Bearer ${name}` });

describe('A flood of HTTP requests', () => {
  it('is refused above ten times the rate, before any body is read', async () => {
    await using server = await startRookery({ RATE_LIMIT: '2/minute' });
    const url = `${server.url}/message`;
    const ping = (): Promise<Answer> => post(url, rpc(1, 'ping'));
    expect(await statuses(20, ping)).toEqual(Array(20).fill(200));
    const refused = await ping();
    expect([refused.status, refused.json]).toMatchObject([
      429,
      {
        jsonrpc: '2.0',
        id: null,
        error: { code: -32000, message: 'Too many HTTP requests', data: { reason: 'rate-limited' } },
      },
    ]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
    expect((await postUnsentBody(url)).statusCode).toBe(429);
    await using stream = await SseStream.open(`${server.url}/sse`);
    expect(stream.status).toBe(429);
    expect((await send(`${server.url}/health/ready`)).status).toBe(200);
  });

  it('of a page that is refused keeps nobody of its address out, with or without a preflight', async () => {
    await using server = await startRookery({
      RATE_LIMIT: '2/minute',
      ALLOWED_ORIGINS: 'https://app.example',
    });
    const url = `${server.url}/message`;
    const evil = { origin: 'https://evil.example', 'content-type': 'text/plain' };
    const preflight = (origin: string): Promise<Answer> =>
      send(url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect(new Set(await statuses(30, () => post(url, 'x', evil)))).toEqual(new Set([403, 429]));
    expect((await preflight(evil.origin)).status).toBe(429);
    expect((await post(url, rpc(1, 'ping'))).status).toBe(200);
    expect((await preflight('https://app.example')).status).toBe(204);
    await using stream = await SseStream.open(`${server.url}/sse`);
    expect(stream.status).toBe(200);
  });

  it('is one of its principal', async () => {
    await using server = await startRookery({ RATE_LIMIT: '1/minute' }, BearerNamesModule);
    const ping = (name: string) => (): Promise<Answer> =>
      post(`${server.url}/message`, rpc(1, 'ping'), bearer(name));
    expect(await statuses(11, ping('ann'))).toEqual([...Array<number>(10).fill(200), 429]);
    expect(await statuses(1, ping('bob'))).toEqual([200]);
  });
});

describe('An issuer that is away', () => {
  it('lets nobody send more tokens that cannot be verified than HTTP requests', async () => {
    await using issuer = await OAuthIssuer.start();
    issuer.mode = 'down';
    await using server = await startRookery({
      AUTH: 'jwt',
      JWT_ISSUER: issuer.url,
      JWT_JWKS_URL: issuer.jwksUrl,
      PUBLIC_URL: 'https://mcp.example',
      RATE_LIMIT: '1/minute',
    });
    const headers = bearer(await issuer.sign({ aud: 'https://mcp.example' }));
    const found = await statuses(12, () => post(`${server.url}/message`, rpc(1, 'ping'), headers));
    expect(found).toEqual([...Array<number>(10).fill(503), 429, 429]);
  });
});

describe('AUTH_FAILURES_LIMIT', () => {
  it('bounds the wrong credentials of an address, and lets good ones in', async () => {
    const environment = { AUTH_FAILURES_LIMIT: '3/minute', TRUST_PROXY: '1' };
    await using server = await startRookery(environment, BearerNamesModule);
    const ping = (headers: Record<string, string>) => (): Promise<Answer> =>
      post(`${server.url}/message`, rpc(1, 'ping'), headers);
    expect(await statuses(5, ping(bearer('wrong')))).toEqual([401, 401, 401, 429, 429]);
    const refused = await ping(bearer('wrong'))();
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
    expect(refused.json).toMatchObject({ error: { message: 'Too many wrong credentials' } });
    expect(await statuses(2, ping(bearer('ann')))).toEqual([200, 200]);
    expect(await statuses(1, ping({ ...bearer('wrong'), 'x-forwarded-for': '192.0.2.9' }))).toEqual([401]);
  });

  it('does not count who asks without credentials which are wanted', async () => {
    const environment = { AUTH_FAILURES_LIMIT: '1/minute', RATE_LIMIT: '1/minute' };
    await using server = await startRookery(environment, BearerNamesModule);
    const found = await statuses(11, () => post(`${server.url}/message`, rpc(1, 'ping')));
    expect(found).toEqual([...Array<number>(10).fill(401), 429]);
  });
});
