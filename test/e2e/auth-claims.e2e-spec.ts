import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { bearer } from '../support/auth/tokens.js';
import { startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { PrincipalModule, principalOf } from '../support/tools/principal-tools.js';
import { PrivateModule } from '../support/tools/scoped-tools.js';
import { callTool, post } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const AUDIENCE = 'https://mcp.example';

describe('The claims of a token', () => {
  let issuer: OAuthIssuer;

  beforeAll(async () => {
    issuer = await OAuthIssuer.start();
  });

  afterAll(() => issuer[Symbol.asyncDispose]());

  const environment = (): NodeJS.ProcessEnv => ({
    AUTH: 'jwt',
    JWT_ISSUER: issuer.url,
    JWT_JWKS_URL: issuer.jwksUrl,
    PUBLIC_URL: AUDIENCE,
    AUTH_FAILURES_LIMIT: 'off',
  });

  const sign = (claims: object): Promise<string> => issuer.sign({ aud: AUDIENCE, sub: 'ann', ...claims });

  it('are of its principal where JWT_CLAIMS names them, and else are not', async () => {
    const token = await sign({
      email: 'ann@example.com',
      realm_access: { roles: ['admin'] },
      'https://example.com/org': { id: 7 },
      phone: '+1',
      org_id: null,
    });
    const names = 'email, org_id,realm_access.roles,https://example.com/org,nothing.at.all';
    await using server = await startRookery({ ...environment(), JWT_CLAIMS: names }, PrincipalModule);
    const expected = {
      id: `${issuer.url}#ann`,
      scopes: [],
      claims: {
        email: 'ann@example.com',
        'realm_access.roles': ['admin'],
        'https://example.com/org': { id: 7 },
      },
    };
    expect(await principalOf(server.url, token)).toEqual(expected);
    expect(await principalOf(server.url, token)).toEqual(expected);
    await using plain = await startRookery(environment(), PrincipalModule);
    expect(await principalOf(plain.url, token)).toEqual({ ...expected, claims: 'none' });
  });

  it('are those of the token that brought the call, also within one session', async () => {
    await using server = await startRookery({ ...environment(), JWT_CLAIMS: 'role' }, PrincipalModule);
    const first = bearer(await sign({ role: 'reader' }));
    await using stream = await SseStream.open(`${server.url}/sse`, first);
    const endpoint = await stream.endpoint();
    const roles = [];
    for (const [id, headers] of [first, bearer(await sign({ role: 'writer' }))].entries()) {
      await post(endpoint, callTool(id, 'principal'), headers);
      const { result } = (await stream.responseTo(id)) as { result: { content: [{ text: string }] } };
      roles.push((JSON.parse(result.content[0].text) as { claims: { role: string } }).claims.role);
    }
    expect(roles).toEqual(['reader', 'writer']);
  });

  it('are not in the log', async () => {
    await using server = ServerProcess.start({ ...environment(), JWT_CLAIMS: 'email', LOG_LEVEL: 'trace' });
    const url = await server.url();
    const headers = bearer(await sign({ email: 'canary@example.com' }));
    await using stream = await SseStream.open(`${url}/sse`, headers);
    const endpoint = await stream.endpoint();
    await post(endpoint, callTool(1, 'echo', { message: 'x' }), headers);
    await stream.responseTo(1);
    await post(`${url}/message`, callTool(2, 'made-up'), headers);
    await server.waitForLog(({ msg, outcome }) => msg === 'call' && outcome === 'error');
    const lines = JSON.stringify(server.log);
    expect(lines).toContain(`${issuer.url}#ann`);
    expect(lines).not.toContain('canary');
  });

  it('cannot be changed by a tool: other calls with the token would see it', async () => {
    await using server = await startRookery(
      { ...environment(), JWT_CLAIMS: 'email,realm_access.roles' },
      PrincipalModule,
    );
    const token = await sign({ email: 'ann@example.com', realm_access: { roles: [] } });
    const { json } = await post(`${server.url}/message`, callTool(1, 'changeClaims'), bearer(token));
    expect(json).toMatchObject({ result: { content: [{ text: 'TypeError,TypeError' }] } });
  });

  it.each<[string, object, number]>([
    ['realm_access.roles', { realm_access: { roles: ['other', 'files:read'] } }, 200],
    ['realm_access.roles', { realm_access: { roles: 'other files:read' } }, 200],
    ['realm_access.roles', { 'realm_access.roles': ['files:read'] }, 200],
    ['realm_access.roles', { realm_access: 'files:read', scope: 'files:read' }, 403],
    ['realm_access.roles', { realm_access: [{ roles: ['files:read'] }] }, 403],
    ['realm_access.roles', { realm_access: null }, 403],
    ['https://example.com/roles', { 'https://example.com/roles': ['files:read'] }, 200],
    [
      'resource_access.mcp.example.roles',
      { resource_access: { 'mcp.example': { roles: ['files:read'] } } },
      200,
    ],
    ['constructor.name', { name: 'files:read' }, 403],
  ])('have scopes where JWT_SCOPE_CLAIM says: %s of %j', async (name, claims, status) => {
    await using server = await startRookery({ ...environment(), JWT_SCOPE_CLAIM: name }, PrivateModule);
    const answer = await post(`${server.url}/message`, callTool(1, 'read'), bearer(await sign(claims)));
    expect(answer.status).toBe(status);
  });

  it.each([
    ...['.email', 'email.', 'realm_access..roles', 'sub,.email'].map((names): [object, RegExp] => [
      { JWT_CLAIMS: names },
      /^JWT_CLAIMS must be at most 32 names of claims separated by commas/,
    ]),
    ...['.roles', 'roles.', 'realm_access..roles', 'scope,scp', 'scope scp'].map((name): [object, RegExp] => [
      { JWT_SCOPE_CLAIM: name },
      /^JWT_SCOPE_CLAIM must be the name of one claim, or a path to it such as realm_access\.roles/,
    ]),
    [{ JWT_CLAIMS: 'email,,sub' }, /^JWT_CLAIMS must be at most 32 names of claims separated by commas/],
    [
      { JWT_CLAIMS: Array.from({ length: 33 }, (_, index) => `c${index}`).join() },
      /^JWT_CLAIMS must be at most 32 names of claims separated by commas/,
    ],
    [
      { AUTH: 'bearer', AUTH_TOKEN: 't'.repeat(32), JWT_CLAIMS: 'email' },
      'JWT_CLAIMS is set, but AUTH is bearer: it is for AUTH=jwt',
    ],
  ])('cannot be kept as %j says', async (given, message) => {
    await expect(startRookery(given as NodeJS.ProcessEnv, PrincipalModule)).rejects.toThrow(message);
  });
});
