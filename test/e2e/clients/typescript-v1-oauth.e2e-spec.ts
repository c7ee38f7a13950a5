import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { OAuthIssuer } from '../../support/auth/oauth-issuer.js';
import { OAuthUser } from '../../support/auth/oauth-user.js';
import { freePort } from '../../support/free-port.js';
import { startRookery } from '../../support/servers/rookery.js';
import { PrivateModule } from '../../support/tools/scoped-tools.js';

describe('The client of @modelcontextprotocol/sdk, with AUTH=jwt', () => {
  it.each(['/sse', '/'])('finds the issuer of the server at %s, authorises, and steps up', async (path) => {
    await using issuer = await OAuthIssuer.start();
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const environment = {
      AUTH: 'jwt',
      JWT_ISSUER: issuer.url,
      JWT_JWKS_URL: issuer.jwksUrl,
      REQUIRED_SCOPES: 'mcp',
    };
    await using server = await startRookery(
      { ...environment, PORT: String(port), PUBLIC_URL: publicUrl },
      PrivateModule,
    );
    const user = new OAuthUser();
    const newTransport = (): SSEClientTransport =>
      new SSEClientTransport(new URL(path, server.url), { authProvider: user, fetch: user.fetch });
    const client = new Client({ name: 'rookery-test', version: '1.0.0' });

    const first = newTransport();
    const stranger = new Client({ name: 'rookery-test', version: '1.0.0' });
    await expect(stranger.connect(first)).rejects.toThrow(UnauthorizedError);
    await first.finishAuth(await user.authorizationCode());
    await client.connect(newTransport());
    expect(issuer.authorizations.map((query) => [query.get('scope'), query.get('resource')])).toEqual([
      ['mcp', path === '/' ? publicUrl : `${publicUrl}/sse`],
    ]);
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('read');
    expect((await client.callTool({ name: 'who' })).content).toMatchObject([{ text: `${issuer.url}#ann` }]);

    expect((await client.callTool({ name: 'read' })).content).toMatchObject([{ text: 'content' }]);
    expect(issuer.authorizations.map((query) => query.get('scope'))).toEqual(['mcp', 'mcp files:read']);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('read');
    await client.close();
  });
});
