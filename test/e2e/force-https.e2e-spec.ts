import { startRookery } from '../support/servers/rookery.js';
import { post, rpc, send } from '../support/wire/http.js';

const ENVIRONMENT = {
  AUTH: 'none',
  PUBLIC_URL: 'https://mcp.example/base/',
  FORCE_HTTPS: 'true',
  TRUST_PROXY: '1',
};

describe('FORCE_HTTPS', () => {
  it('sends a GET in clear to the public URL, and refuses a POST, whose content has travelled in clear', async () => {
    await using server = await startRookery(ENVIRONMENT);
    const headers = { 'x-forwarded-proto': 'http' };
    const redirected = await send(`${server.url}/sse?resume=1`, { headers });
    expect([redirected.status, redirected.headers['location']]).toEqual([
      308,
      'https://mcp.example/base/sse?resume=1',
    ]);
    const refused = await post(`${server.url}/message`, rpc(1, 'ping'), headers);
    expect([refused.status, refused.json]).toMatchObject([403, { error: { message: 'HTTPS is required' } }]);
    expect((await post(`${server.url}/message`, rpc(1, 'ping'))).status).toBe(403);
  });

  it('serves what came by HTTPS, and tells browsers to stay with it', async () => {
    await using server = await startRookery(ENVIRONMENT);
    const answer = await post(`${server.url}/message`, rpc(1, 'ping'), { 'x-forwarded-proto': 'https' });
    expect([answer.status, answer.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
  });

  it('lets probes be', async () => {
    await using server = await startRookery(ENVIRONMENT);
    for (const probe of ['/health', '/health/live', '/health/ready'])
      expect((await send(server.url + probe)).status).toBe(200);
  });

  it('believes X-Forwarded-Proto of trusted proxies only', async () => {
    await using server = await startRookery({ ...ENVIRONMENT, TRUST_PROXY: '10.0.0.0/8' });
    const answer = await post(`${server.url}/message`, rpc(1, 'ping'), { 'x-forwarded-proto': 'https' });
    expect(answer.status).toBe(403);
  });

  it.each([
    ['1', '203.0.113.7', 'https, http', 403],
    ['1', '203.0.113.7', 'http, https', 200],
    ['2', '203.0.113.7, 10.0.0.1', 'https, http', 200],
    ['2', '203.0.113.7, 10.0.0.1', 'https, http, http', 403],
    ['2', '203.0.113.7, 10.0.0.1', 'http', 403],
    ['3', '203.0.113.7, 10.0.0.1, 10.0.0.2', 'https, http', 403],
    ['3', '203.0.113.7, 10.0.0.1, 10.0.0.2', 'https, https', 200],
    ['3', '203.0.113.7, 10.0.0.1, 10.0.0.2', 'https', 200],
    ['loopback', '203.0.113.7', 'https, http', 403],
    ['loopback, 10.0.0.0/8', '203.0.113.7, 10.0.0.1', 'http, https, http', 200],
  ])(
    'asks the farthest of the proxies that TRUST_PROXY=%s trusts (for %s: %s)',
    async (TRUST_PROXY, address, proto, status) => {
      await using server = await startRookery({ ...ENVIRONMENT, TRUST_PROXY });
      const headers = { 'x-forwarded-for': address, 'x-forwarded-proto': proto };
      expect((await post(`${server.url}/message`, rpc(1, 'ping'), headers)).status).toBe(status);
    },
  );

  it.each([
    [{ FORCE_HTTPS: 'true', TRUST_PROXY: '1' }, /FORCE_HTTPS needs a PUBLIC_URL with https/],
    [{ ...ENVIRONMENT, TRUST_PROXY: undefined }, /FORCE_HTTPS needs TRUST_PROXY/],
    [{ TLS_CERT_FILE: 'certificate.pem' }, /TLS_CERT_FILE and TLS_KEY_FILE must both be set/],
    [
      { TLS_CERT_FILE: 'no.pem', TLS_KEY_FILE: 'no.pem' },
      /must name a certificate and its key in PEM: ENOENT/,
    ],
  ])('is refused at the start where it cannot work: %j', async (environment, message) => {
    await expect(startRookery(environment)).rejects.toThrow(message);
  });
});
