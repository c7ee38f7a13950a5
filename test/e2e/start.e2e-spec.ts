import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post, send } from '../support/wire/http.js';

async function failure(environment: NodeJS.ProcessEnv): Promise<string> {
  await using server = ServerProcess.start(environment);
  const started = server.url().then(() => 'started');
  started.catch(() => undefined);
  const code = await Promise.race([server.exited, started]);
  expect(code).toBe(1);
  expect(server.log.filter(({ level }) => level !== 'info')).toEqual([]);
  return server.errors.join('\n');
}

describe('The start', () => {
  it.each([
    ['PORT', 'abc', 'PORT must be a whole number from 0 to 65535, but is "abc"'],
    ['PORT', '70000', 'PORT must be a whole number from 0 to 65535, but is "70000"'],
    ['HEARTBEAT_SECONDS', '0', 'HEARTBEAT_SECONDS must be a number of seconds from 0.1 to 3600, but is "0"'],
    ['MAX_BODY_BYTES', '4MiB', /^rookery: MAX_BODY_BYTES must be a whole number/],
    ['SSE_NAMED_EVENTS', 'always', 'SSE_NAMED_EVENTS must be one of auto, never, but is "always"'],
    ['TRUST_PROXY', 'true', /^rookery: TRUST_PROXY must be a number of proxies/],
    ['TRUST_PROXY', '10.0.0.0/33', /^rookery: TRUST_PROXY must be a number of proxies/],
    [
      'PUBLIC_URL',
      'mcp.example',
      'PUBLIC_URL must be an http or https URL without query, but is "mcp.example"',
    ],
    ['ALLOWED_ORIGINS', 'https://a.example/path', /^rookery: ALLOWED_ORIGINS must be origins/],
    ['PATH_PREFIX', 'no-slash', 'PATH_PREFIX must be a path such as /mcp-server, but is "no-slash"'],
    ['LOG_LEVEL', 'loud', /^rookery: LOG_LEVEL must be one of trace/],
    ['AUTH', 'basic', 'AUTH must be one of none, bearer, jwt, but is "basic"'],
    ['AUTH', 'jwt', /^rookery: AUTH=jwt needs JWT_ISSUER/],
    ['AUTH', 'bearer', /^rookery: AUTH=bearer needs AUTH_TOKEN, AUTH_TOKENS or AUTH_TOKENS_FILE/],
    ['AUTH_TOKEN', 't'.repeat(40), 'AUTH_TOKEN is set, but AUTH is unset: it is for AUTH=bearer'],
    ['JWT_ISSUER', 'https://id.example', 'JWT_ISSUER is set, but AUTH is unset: it is for AUTH=jwt'],
    ['REQUIRED_SCOPES', 'mcp', /^rookery: REQUIRED_SCOPES is set, but AUTH is unset/],
    ['JWT_ALGORITHMS', 'RS256,HS256', /^rookery: JWT_ALGORITHMS must be asymmetric algorithms/],
    ['JWT_ALGORITHMS', 'none', /^rookery: JWT_ALGORITHMS must be asymmetric algorithms/],
    ['JWT_JWKS_URL', 'http://id.example/keys', /^rookery: JWT_JWKS_URL must be an https URL/],
    ['JWT_JWKS_URL', 'file:///etc/passwd', /^rookery: JWT_JWKS_URL must be an https URL/],
    ['PUBLIC_URL', 'https://mcp.example', /^rookery: AUTH must be set, since .* names mcp\.example/],
    [
      'ALLOWED_HOSTS',
      'localhost,mcp.example:80',
      /^rookery: AUTH must be set, since .* names mcp\.example:80/,
    ],
    ['HOST', '203.0.113.1', 'HOST must be an address of this machine, but is "203.0.113.1"'],
  ])('stops at %s=%s and says so in one sentence', async (name, value, message) => {
    const printed = await failure({ [name]: value });
    expect(printed).toEqual(
      typeof message === 'string' ? `rookery: ${message}` : expect.stringMatching(message),
    );
    expect(printed).not.toContain('\n');
  });

  it.each<[NodeJS.ProcessEnv, string | RegExp]>([
    [{ AUTH_TOKENS: 'ann:xyz' }, /^rookery: AUTH_TOKENS, line 1 must be principal:sha256hex:scope scope/],
    [{ AUTH_TOKENS: '# nobody yet' }, 'rookery: AUTH_TOKENS has no token'],
    [
      { AUTH_TOKENS: `#\n\nanonymous:${'0'.repeat(64)}:` },
      'rookery: AUTH_TOKENS, line 3: no principal may be called "anonymous"',
    ],
    [
      { AUTH_TOKENS: `ann:${'0'.repeat(64)}\nbob:${'0'.repeat(64)}:read` },
      'rookery: AUTH_TOKENS, line 2 has the token of line 1',
    ],
    [{ AUTH_TOKENS_FILE: '/no/such/file' }, /^rookery: AUTH_TOKENS_FILE cannot be read: ENOENT/],
    [{ AUTH_TOKEN: 'canary' }, /^rookery: AUTH_TOKEN must be a token of at least 32 characters/],
    [
      { AUTH_TOKEN: 't'.repeat(40), JWT_ISSUER: 'https://id.example' },
      /^rookery: JWT_ISSUER .* for AUTH=jwt/,
    ],
    [{ AUTH: 'jwt', JWT_ISSUER: 'https://id.example' }, /^rookery: AUTH=jwt needs JWT_JWKS_URL/],
    [
      { AUTH: 'jwt', JWT_ISSUER: 'https://id.example', JWT_JWKS_URL: 'https://id.example/keys' },
      /^rookery: AUTH=jwt needs PUBLIC_URL or JWT_AUDIENCE/,
    ],
  ])('stops at credentials that cannot work, with %j, and shows none', async (environment, message) => {
    const printed = await failure({ AUTH: 'bearer', ...environment });
    expect(printed).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(printed).not.toMatch(/canary|xyz|\n/);
  });

  it.each<[NodeJS.ProcessEnv, string | RegExp]>([
    [{ SESSION_KEYS: 'canary' }, /^rookery: SESSION_KEYS must be 32 random bytes in hexadecimal, base64 or/],
    [{ SESSION_KEYS: `${'A'.repeat(43)},canary` }, /^rookery: SESSION_KEYS, key 2 must be 32 random bytes/],
    [{ SESSION_KEYS: ' , ' }, 'rookery: SESSION_KEYS has no key'],
    [{ SESSION_KEYS_FILE: '/no/such/file' }, /^rookery: SESSION_KEYS_FILE cannot be read: ENOENT/],
    [{ SESSION_KEYS_FILE: '/dev/null' }, 'rookery: SESSION_KEYS_FILE has no key'],
    [{ SESSION_KEYS_FILE: 'package.json' }, /^rookery: SESSION_KEYS_FILE must have at most 16 keys/],
    [
      { SESSION_KEYS: 'A'.repeat(43), SESSION_KEYS_FILE: '/dev/null' },
      'rookery: SESSION_KEYS and SESSION_KEYS_FILE are both set: choose one of them',
    ],
  ])('stops at session keys that are none, with %j, and shows none', async (environment, message) => {
    const printed = await failure(environment);
    expect(printed).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(printed).not.toMatch(/canary|AAAA|\n/);
  });

  it('stops in one sentence where SESSIONLESS_POST takes back the last of WIRES', async () => {
    expect(await failure({ WIRES: 'sessionless-post', SESSIONLESS_POST: 'off' })).toBe(
      'rookery: WIRES=sessionless-post with SESSIONLESS_POST=off leaves no wire that clients could reach the server by',
    );
  });

  it('says in one sentence that its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    expect(await failure({ PORT: String(port) })).toBe(
      `rookery: Port ${port} of 127.0.0.1 is in use: set PORT to another one`,
    );
    taken.close();
  });

  it('takes an empty variable for an unset one', async () => {
    await using server = ServerProcess.start({ MAX_SESSIONS: '', AUTH: ' ' });
    expect((await send(`${await server.url()}/health`)).status).toBe(200);
  });

  it('says the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    await using server = ServerProcess.start();
    expect((await send(`${await server.url()}/health`)).json).toEqual({
      status: 'healthy',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      uptimeSeconds: expect.any(Number) as number,
      activeConnections: 0,
      version,
    });
  });

  it('keeps the timeouts it is told', async () => {
    await using server = ServerProcess.start({ KEEP_ALIVE_SECONDS: '42' });
    const { headers } = await send(`${await server.url()}/health`, { headers: { connection: 'keep-alive' } });
    expect(headers['keep-alive']).toBe('timeout=42');
  });

  it('logs a failure that clients are not told of once, with its request id and its stack', async () => {
    await using server = ServerProcess.start({ BULK: '1' }, 'test/support/servers/measured-server.mjs');
    const url = await server.url();
    const answer = await post(`${url}/message`, callTool(1, 'broken'), { 'x-request-id': 'req-2' });
    expect([answer.status, answer.text]).toEqual([500, expect.not.stringContaining('disk')]);
    await post(`${url}/message`, callTool(2, 'broken'), { 'x-request-id': 'req-3' });
    await server.waitForLog(({ requestId }) => requestId === 'req-3');
    const lines = server.log.filter(({ requestId }) => requestId === 'req-2');
    expect(lines).toMatchObject([
      {
        level: 'error',
        tool: 'broken',
        outcome: 'error',
        stack: expect.stringMatching(/^Error: the disk is full\n/),
      },
    ]);
  });

  it('logs a call with its request id, and neither arguments, results nor session ids', async () => {
    await using server = ServerProcess.start();
    const url = await server.url();
    const canary = 'canary-5b1f';
    await fetch(`${url}/message`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'req-1',
        authorization: `Bearer ${canary}`,
        cookie: canary,
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'echo', arguments: { message: canary } },
      }),
    });
    const line = await server.waitForLog(({ msg }) => msg === 'call');
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-/) as string,
      requestId: 'req-1',
      wire: 'sessionless-post',
      principal: 'anonymous',
      method: 'tools/call',
      tool: 'echo',
      durationMs: expect.any(Number) as number,
      outcome: 'ok',
      msg: 'call',
    });
    expect(JSON.stringify(server.log)).not.toContain(canary);
  });
});
