import { join } from 'node:path';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { bearer } from '../support/auth/tokens.js';
import { callsOf, DocumentedClient } from '../support/docs/documented-calls.js';
import { buildApp, filesOf, readBlocks, variablesOf } from '../support/docs/snippets.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post, rpc } from '../support/wire/http.js';

const BLOCKS = readBlocks('docs/guides/recipes-access.md');

function blockOf(mark: string): string {
  return BLOCKS.find((block) => block.mark === mark)!.text;
}

describe('docs/guides/recipes-access.md', () => {
  let issuer: OAuthIssuer;
  let program: string;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    issuer = await OAuthIssuer.start();
    program = join(
      await buildApp('recipes-access', filesOf(BLOCKS), { 'node_modules/rookery': '.' }),
      'dist/main.js',
    );
    environment = {
      ...variablesOf(blockOf('server: jwt')),
      JWT_ISSUER: issuer.url,
      JWT_JWKS_URL: issuer.jwksUrl,
    };
  });

  afterAll(() => issuer[Symbol.asyncDispose]());

  async function headersOf(name: string): Promise<Record<string, string>> {
    const claims = JSON.parse(blockOf(`token: ${name}`)) as Record<string, unknown>;
    return bearer(await issuer.sign({ aud: environment['PUBLIC_URL']!, ...claims }));
  }

  it.each(['ann', 'bob'])('shows what %s gets', async (name) => {
    await using server = ServerProcess.start(environment, program);
    const requestInit = { headers: await headersOf(name) };
    const transport = new SSEClientTransport(new URL(`${await server.url()}/sse`), { requestInit });
    await using client = await DocumentedClient.open(transport);
    const calls = callsOf(BLOCKS, name);
    expect(calls.length).toBeGreaterThan(1);
    for (const call of calls) expect([call.tool, await client.call(call)]).toEqual([call.tool, call.lines]);
  });

  it('hides a tool from who has no role for it', async () => {
    await using server = ServerProcess.start(environment, program);
    const url = `${await server.url()}/message`;
    const headers = await headersOf('bob');
    const { json } = await post(url, rpc(1, 'tools/list'), headers);
    const { tools } = (json as { result: { tools: { name: string }[] } }).result;
    expect(tools.map(({ name }) => name)).toEqual(['listOrders', 'sendOrders']);
    expect((await post(url, callTool(2, 'deleteOrder', { id: 'globex-4' }), headers)).status).toBe(403);
  });

  it('starts a server that says in one sentence what keeps it from starting', async () => {
    await using server = ServerProcess.start({ ...environment, JWT_CLAIMS: 'a,,b' }, program);
    expect(await server.exited).toBe(1);
    expect(server.errors).toEqual([expect.stringMatching(/^orders: JWT_CLAIMS must be /)]);
  });
});
