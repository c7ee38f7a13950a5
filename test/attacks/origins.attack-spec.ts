import { rpc } from '../support/wire/http.js';
import { describeAttacks } from './support/attacked.js';

const ROUTES: [method: string, path: string][] = [
  ['GET', '/'],
  ['GET', '/sse'],
  ['POST', '/message'],
  ['OPTIONS', '/message'],
  ['POST', '/mcp'],
  ['GET', '/mcp'],
  ['DELETE', '/mcp'],
  ['OPTIONS', '/mcp'],
];

describeAttacks(
  'Origins of apps',
  {
    environment: {
      ALLOWED_ORIGINS: 'tauri://localhost,chrome-extension://abcdefghijklmnop,https://*.good.example',
    },
  },
  (attacked) => {
    it.each([
      'null',
      'tauri://evil',
      'chrome-extension://evil',
      'tauri://localhost.evil',
      'https://good.example',
      'https://a.b.good.example',
      'https://agood.example',
      'https://*.good.example',
      'https://.good.example',
      'http://localhost/, http://evil.example',
      'http://a.good.example',
      'https://evil/a.good.example',
    ])('80 opaque and look-alike origins: "%s" is 403', async (origin) => {
      for (const [method, path] of ROUTES) {
        const { status, headers } = await attacked().send(path, { method, headers: { origin } });
        expect([method, path, status]).toEqual([method, path, 403]);
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
    });
  },
);

describeAttacks('Origins of this machine', {}, (attacked) => {
  it.each([
    'http://localhost/, http://evil.example',
    'http://localhost/',
    'http://localhost@evil.example',
    'tauri://localhost',
    'file://localhost',
    'null',
    'HTTP://LOCALHOST',
    'http://localhost:1 http://evil.example',
  ])('80 opaque and look-alike origins: "%s" is not of this machine', async (origin) => {
    for (const path of ['/message', '/mcp']) {
      const { status, headers } = await attacked().post(path, rpc(1, 'ping'), { origin });
      expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined]);
    }
  });

  it('81 a huge preflight: more headers than any page names are not allowed', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `x-${index}`).join();
    const { status, headers } = await attacked().send('/message', {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost',
        'access-control-request-method': 'POST',
        'access-control-request-headers': names,
      },
    });
    expect([status, headers['access-control-allow-headers']]).toEqual([
      204,
      expect.stringMatching(/^Accept,/),
    ]);
  });
});

describeAttacks(
  'HTTPS behind a proxy',
  {
    environment: { AUTH: 'none', PUBLIC_URL: 'https://mcp.example', FORCE_HTTPS: 'true', TRUST_PROXY: '1' },
    headers: { 'x-forwarded-proto': 'https' },
  },
  (attacked) => {
    it.each(['https, http', 'https,http', 'https,https, http'])(
      '82 a forged scheme: "%s" came in clear',
      async (proto) => {
        const { status } = await attacked().post('/message', rpc(1, 'ping'), { 'x-forwarded-proto': proto });
        expect(status).toBe(403);
      },
    );
  },
);
