import { startRookery } from '../support/servers/rookery.js';
import { ScopedModule } from '../support/tools/scoped-tools.js';
import { post, rpc, send } from '../support/wire/http.js';

const METADATA = '/.well-known/oauth-protected-resource';
const ISSUER = 'https://id.example';
const JWT = {
  AUTH: 'jwt',
  JWT_ISSUER: ISSUER,
  JWT_JWKS_URL: 'http://127.0.0.1:1/keys',
  JWT_AUDIENCE: 'rookery',
};

/** The URL that a 401 names. */
async function metadataUrl(url: string, method = 'GET'): Promise<string> {
  const headers = { accept: 'text/event-stream', authorization: 'Bearer wrong' };
  const refused = await send(url, { method, headers });
  expect(refused.status).toBe(401);
  return /resource_metadata="([^"]+)"/.exec(refused.headers['www-authenticate']!)![1]!;
}

describe('The metadata of the protected resource', () => {
  it.each([
    ['', ''],
    ['/sse', '/sse'],
    ['/mcp', '/mcp'],
    ['/sse/', '/sse'],
  ])('at %s are for everybody, and say where tokens are to be had', async (path, resource) => {
    await using server = await startRookery({ ...JWT, REQUIRED_SCOPES: 'mcp' }, ScopedModule);
    const { status, headers, json } = await send(server.url + METADATA + path, {
      headers: { origin: 'https://anywhere.example' },
    });
    expect([status, headers['content-type'], headers['access-control-allow-origin']]).toEqual([
      200,
      'application/json',
      '*',
    ]);
    expect(json).toEqual({
      resource: server.url + resource,
      authorization_servers: [ISSUER],
      scopes_supported: ['mcp', 'files:read', 'files:write'],
      bearer_methods_supported: ['header'],
    });
  });

  it('are named by a 401, for the endpoint that the client was given', async () => {
    await using server = await startRookery(JWT, ScopedModule);
    const { url } = server;
    expect(await metadataUrl(`${url}/sse`)).toBe(`${url}${METADATA}/sse`);
    expect(await metadataUrl(url)).toBe(`${url}${METADATA}`);
    expect(await metadataUrl(`${url}/message`, 'POST')).toBe(`${url}${METADATA}`);
  });

  it.each([
    ['https://mcp.example', {}, ''],
    ['https://example.com/tools/', {}, '/tools'],
    ['https://example.com', { PATH_PREFIX: '/kept' }, '/kept'],
    ['https://example.com/tools', { PATH_PREFIX: '/kept' }, '/tools/kept'],
  ])('follow PUBLIC_URL=%s with %j', async (publicUrl, environment, path) => {
    await using server = await startRookery({ ...JWT, PUBLIC_URL: publicUrl, ...environment }, ScopedModule);
    const { origin } = new URL(publicUrl);
    const prefix = (environment as { PATH_PREFIX?: string }).PATH_PREFIX ?? '';
    const shown = await metadataUrl(`${server.url}${prefix}/sse`);
    expect(shown).toBe(`${origin}${METADATA}${path}/sse`);
    for (const endpoint of ['', '/sse', '/mcp']) {
      const { json } = await send(`${server.url}${METADATA}${path}${endpoint}`);
      expect(json).toMatchObject({ resource: `${origin}${path}${endpoint}` });
    }
  });

  it('follow an allowed Host without PUBLIC_URL, and no other', async () => {
    await using server = await startRookery({ ...JWT, ALLOWED_HOSTS: 'mcp.example', PATH_PREFIX: '/kept' });
    const url = `${server.url}${METADATA}/kept/sse`;
    const known = await send(url, { headers: { host: 'mcp.example' } });
    expect(known.json).toMatchObject({ resource: 'http://mcp.example/kept/sse' });
    const foreign = await send(url, { headers: { host: 'evil.example' } });
    expect([foreign.status, foreign.text]).toEqual([403, expect.stringContaining('ALLOWED_HOSTS')]);
  });

  it('leave out scopes where there are none', async () => {
    await using server = await startRookery(JWT);
    const { json } = await send(`${server.url}${METADATA}`);
    expect(json).toEqual({
      resource: server.url,
      authorization_servers: [ISSUER],
      bearer_methods_supported: ['header'],
    });
  });

  it('can be asked for by a page that sends headers of MCP', async () => {
    await using server = await startRookery(JWT);
    const preflight = await send(`${server.url}${METADATA}/sse`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://anywhere.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'mcp-protocol-version',
      },
    });
    expect([preflight.status, preflight.headers]).toMatchObject([
      204,
      { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'mcp-protocol-version' },
    ]);
  });

  it('are only for what is there, and only read', async () => {
    await using server = await startRookery(JWT);
    expect((await send(`${server.url}${METADATA}/other`)).status).toBe(404);
    const written = await post(`${server.url}${METADATA}`, rpc(1, 'ping'));
    expect([written.status, written.headers['allow']]).toEqual([405, 'GET']);
  });
});
