import { startRookery } from '../support/servers/rookery.js';
import { post, rpc, send } from '../support/wire/http.js';

const PREFLIGHT = {
  method: 'OPTIONS',
  headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
};

describe('ALLOWED_ORIGINS', () => {
  it('lets pages of extensions, of desktop apps and of one more label in, where they are listed', async () => {
    await using server = await startRookery({
      ALLOWED_ORIGINS: [
        'chrome-extension://abcdefghijklmnop',
        'tauri://localhost',
        'vscode-file://vscode-app',
        'app://obsidian.md',
        'https://*.example.com',
      ].join(),
    });
    const statusFor = async (origin: string): Promise<number> =>
      (await post(`${server.url}/message`, rpc(1, 'ping'), { origin })).status;
    for (const origin of [
      'chrome-extension://abcdefghijklmnop',
      'tauri://localhost',
      'vscode-file://vscode-app',
      'app://obsidian.md',
      'https://a.example.com',
    ])
      expect([origin, await statusFor(origin)]).toEqual([origin, 200]);
    for (const origin of [
      'null',
      'chrome-extension://another',
      'tauri://localhost:1',
      'https://example.com',
      'https://a.b.example.com',
      'http://a.example.com',
      'https://*.example.com',
    ])
      expect([origin, await statusFor(origin)]).toEqual([origin, 403]);
  });

  it.each([
    'null',
    'https://*.com',
    'https://%2A.com',
    'https://＊.com',
    'https://*',
    'file://',
    'https://app.example/path',
    'app.example',
  ])('does not start with the origin %s', async (origin) => {
    await expect(startRookery({ ALLOWED_ORIGINS: origin })).rejects.toThrow(
      /ALLOWED_ORIGINS must be origins/,
    );
  });

  it('lets an allowed page send the headers that its preflight names', async () => {
    await using server = await startRookery({ ALLOWED_ORIGINS: 'https://app.example' });
    const allowed = async (names: string, path = '/message'): Promise<unknown> => {
      const headers = { ...PREFLIGHT.headers, 'access-control-request-headers': names };
      const answer = await send(`${server.url}${path}`, { ...PREFLIGHT, headers });
      expect(answer.headers.vary).toMatch(/^(?=.*\bOrigin\b).*\bAccess-Control-Request-Headers\b/);
      return answer.headers['access-control-allow-headers'];
    };
    const named = 'traceparent,x-api-key,mcp-param-region';
    expect(await allowed(named)).toBe(named);
    const ofRevision = 'authorization,content-type,mcp-method,mcp-name,mcp-param-region,mcp-protocol-version';
    expect(await allowed(ofRevision, '/mcp')).toBe(ofRevision);
    const many = Array.from({ length: 65 }, (_, index) => `x-${index}`);
    expect(await allowed(many.slice(1).join())).toBe(many.slice(1).join());
    for (const refused of [many.join(), 'x-a,(', '*,,', 'x y'])
      expect(await allowed(refused)).toMatch(/^Accept,/);
  });
});
