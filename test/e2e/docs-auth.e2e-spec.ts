import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OAuthIssuer } from '../support/auth/oauth-issuer.js';
import { bearer, newToken } from '../support/auth/tokens.js';
import {
  type Block,
  buildApp,
  commandsOf,
  filesOf,
  mask,
  readBlocks,
  Terminal,
  variablesOf,
} from '../support/docs/snippets.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post } from '../support/wire/http.js';

const BLOCKS = readBlocks('docs/guides/auth.md');
const TOKEN = 't'.repeat(64);

/** The command that starts the server of this name, as variables, and the blocks up to the next one. */
function serverOf(name: string): { environment: Record<string, string>; blocks: Block[] } {
  const start = BLOCKS.findIndex(({ mark }) => mark === `server: ${name}`);
  const rest = BLOCKS.slice(start + 1);
  const end = rest.findIndex(({ mark }) => mark.startsWith('server: '));
  const environment = variablesOf(BLOCKS[start]!.text);
  return { environment, blocks: end < 0 ? rest : rest.slice(0, end) };
}

/** Runs the `curl` lines of blocks, and compares what they print. */
async function expectOutput(blocks: readonly Block[], url: string, shownUrl: string, issuer?: OAuthIssuer) {
  await using terminal = new Terminal(url, shownUrl);
  const commands = blocks.filter(({ language }) => language === 'console').flatMap(commandsOf);
  const curls = commands.filter(({ line }) => line.startsWith('curl'));
  for (const { line, output } of curls) {
    const printed = await terminal.run({ line: line.replaceAll('$TOKEN', TOKEN), output });
    const shown = issuer ? printed.replaceAll(issuer.url, 'https://id.example.com/realms/acme') : printed;
    expect(mask(shown)).toBe(mask(output));
  }
  expect(curls.length).toBeGreaterThan(1);
}

describe('docs/guides/auth.md', () => {
  it('shows what one token opens', async () => {
    const { environment, blocks } = serverOf('one');
    expect(environment).toEqual({ AUTH: 'bearer', AUTH_TOKEN: '$TOKEN' });
    await using server = ServerProcess.start({ ...environment, AUTH_TOKEN: TOKEN });
    await expectOutput(blocks, await server.url(), 'http://localhost:8000');
  });

  it('has tokens made by a command whose line the server takes', async () => {
    const [command] = BLOCKS.flatMap((block) => commandsOf(block)).filter(({ line }) =>
      line.startsWith('npx'),
    );
    await using terminal = new Terminal('', 'http://localhost:8000');
    const line = command!.line.replace('npx rookery', 'node dist/cli/rookery.js');
    const printed = await terminal.run({ ...command!, line });
    expect(mask(printed)).toBe(mask(command!.output));
    const [, token, , tokenLine] = printed.split('\n');
    const path = join(tmpdir(), `rookery-tokens-${process.pid}.txt`);
    await writeFile(path, `# CI\n${tokenLine}\n`);
    const { environment } = serverOf('many');
    await using server = ServerProcess.start({ ...environment, AUTH_TOKENS_FILE: path });
    const answer = await post(
      `${await server.url()}/message`,
      callTool(1, 'add', { a: 1, b: 2 }),
      bearer(token!),
    );
    expect(answer.status).toBe(200);
    await rm(path);
  });

  it('shows what clients are told about an issuer', async () => {
    await using issuer = await OAuthIssuer.start();
    const { environment, blocks } = serverOf('jwt');
    await using server = ServerProcess.start({
      ...environment,
      JWT_ISSUER: environment['JWT_ISSUER']!.replace('https://id.example.com/realms/acme', issuer.url),
      JWT_JWKS_URL: environment['JWT_JWKS_URL']!.replace(/^https:.*certs$/, issuer.jwksUrl),
    });
    const url = await server.url();
    await expectOutput(blocks, url, 'https://mcp.example.com', issuer);
    const token = await issuer.sign({ aud: 'https://mcp.example.com/sse', scope: 'mcp' });
    expect((await post(`${url}/message`, callTool(1, 'add', { a: 1, b: 2 }), bearer(token))).status).toBe(
      200,
    );
  });

  it('has modules that compile, and a verifier that is asked', async () => {
    const main = `
      import { createRookery } from 'rookery/service';
      import { ApiKeysModule } from './api-keys.module.js';
      const { AppModule } = await import('./app.module.js');
      if (!AppModule) throw new Error();
      await (await createRookery(ApiKeysModule)).listen();`;
    const folder = await buildApp('auth', [...filesOf(BLOCKS), ['src/main.ts', main]], {
      'node_modules/rookery': '.',
    });
    await using server = ServerProcess.start({ AUTH: 'bearer' }, join(folder, 'dist/main.js'));
    const url = await server.url();
    const statusOf = async (token: string): Promise<number> =>
      (await post(`${url}/message`, callTool(1, 'nothing'), bearer(token))).status;
    const { token } = newToken('eve');
    expect(await Promise.all(['key-of-ann', token, 'key-of-nobody-knows'].map(statusOf))).toEqual([
      200, 401, 503,
    ]);
  });
});
