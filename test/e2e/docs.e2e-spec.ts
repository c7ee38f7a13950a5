import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ENVIRONMENT } from '../../src/config/index.js';
import { describeWith } from '../support/available.js';
import { temporaryHome } from '../support/clients/clients.js';
import { withServer } from '../support/docs/documented-calls.js';
import {
  brokenLinks,
  buildApp,
  buildProject,
  commandsOf,
  filesOf,
  makeFolder,
  markdownFiles,
  mask,
  printsOf,
  programOf,
  readBlocks,
  readMarkdown,
  Terminal,
} from '../support/docs/snippets.js';
import { eventually } from '../support/eventually.js';
import { ROOT, ServerProcess } from '../support/servers/server-process.js';
import { post, rpc } from '../support/wire/http.js';

const SHOWN_URL = 'http://localhost:8000';

/** Runs a program of a page against a server; what it prints has to be what its comments say. */
async function expectToPrint(command: string, fileName: string, program: string, url: string): Promise<void> {
  const folder = makeFolder(fileName, [[fileName, program.replaceAll(SHOWN_URL, url)]]);
  const { stdout } = await promisify(execFile)(command, [join(ROOT, folder, fileName)]);
  expect(stdout.trim().split('\n')).toEqual(printsOf(program));
}

describe.each([
  ['README.md', 'readme'],
  ['docs/getting-started.md', 'getting-started'],
])('%s', (page, name) => {
  const blocks = readBlocks(page);
  let server: ServerProcess;
  let url: string;

  beforeAll(async () => {
    const project = await buildProject(name, filesOf(blocks));
    server = ServerProcess.start({ HEARTBEAT_SECONDS: '0.5' }, join(project, 'dist/main.js'));
    url = await server.url();
  });

  afterAll(() => server[Symbol.asyncDispose]());

  it('shows what its curl lines print', async () => {
    await using terminal = new Terminal(url, SHOWN_URL);
    let count = 0;
    for (const block of blocks) {
      if (block.mark === 'stream')
        await eventually(
          () => mask(terminal.streamed),
          (streamed) => streamed.includes(mask(block.text)),
        );
      if (block.language !== 'console') continue;
      for (const command of commandsOf(block).filter(({ line }) => line.startsWith('curl'))) {
        expect(mask(await terminal.run(command))).toBe(mask(command.output));
        count++;
      }
    }
    expect(count).toBeGreaterThan(0);
  });

  it('has no curl line that is not run', () => {
    const others = blocks.filter(({ language }) => language !== 'console');
    expect(others.filter(({ text }) => /^(?:\$ )?curl /m.test(text))).toEqual([]);
  });

  it('has a JavaScript client that prints what it says', async () => {
    const program = programOf(blocks, 'javascript');
    expect(printsOf(program)).not.toEqual([]);
    await expectToPrint(process.execPath, `${name}.mjs`, program, url);
  });

  if (page !== 'README.md') return;

  describeWith('ROOKERY_TEST_PYTHON', 'The Python client', (python) => {
    it('prints what it says', async () => {
      const program = programOf(blocks, 'python');
      expect(printsOf(program)).toEqual(['8']);
      await expectToPrint(python, `${name}.py`, program, url);
    });
  });

  describeWith('ROOKERY_TEST_MCP_REMOTE', 'The configuration of Claude Desktop', (mcpRemote) => {
    it('connects through mcp-remote', async () => {
      await using home = await temporaryHome();
      const config = JSON.parse(programOf(blocks, 'claude-desktop')) as {
        mcpServers: { rookery: { command: string; args: string[] } };
      };
      const { command, args } = config.mcpServers.rookery;
      expect([command, ...args.slice(0, 2)]).toEqual(['npx', '-y', 'mcp-remote']);
      const client = new Client({ name: 'docs', version: '1.0.0' });
      await client.connect(
        new StdioClientTransport({
          command: process.execPath,
          args: [mcpRemote, ...args.slice(2).map((arg) => arg.replace(SHOWN_URL, url))],
          env: { PATH: process.env['PATH']!, HOME: home.path },
          stderr: 'ignore',
        }),
      );
      expect((await client.listTools()).tools.map((tool) => tool.name)).toContain('daysBetween');
      await client.close();
    });
  });
});

describe('docs/guides/embedding.md', () => {
  const blocks = readBlocks('docs/guides/embedding.md');
  let rookery: string;

  beforeAll(async () => {
    rookery = await buildProject('rookery', []);
  });

  it.each([
    ['McpModule.forRoot(', 0, 0],
    ['McpModule.forRootAsync(', 1, 0],
    ['directRoutes: true', 2, 1],
  ])('has an app with %s that answers as shown', async (feature, moduleVersion, mainVersion) => {
    const versionsOf = (path: string): string[] =>
      filesOf(blocks).flatMap(([other, text]) => (other === path ? [text] : []));
    const files = new Map([
      ['src/orders.module.ts', versionsOf('src/orders.module.ts')[0]!],
      ['src/app.module.ts', versionsOf('src/app.module.ts')[moduleVersion]!],
      ['src/main.ts', versionsOf('src/main.ts')[mainVersion]!],
    ]);
    expect(files.get('src/app.module.ts')).toContain(feature);
    const name = `embedding-${moduleVersion}`;
    const folder = await buildApp(name, [...files], { 'node_modules/rookery': rookery });
    await withServer(join(folder, 'dist/main.js'), async (url, printed) => {
      const [said] = blocks.flatMap(({ mark, text }) => (mark === 'logged' ? [text.trim()] : []));
      expect(printed().includes(said!)).toBe(feature === 'directRoutes: true');
      await using terminal = new Terminal(url, 'http://localhost:3000');
      const [command] = blocks.flatMap((block) => (block.language === 'console' ? commandsOf(block) : []));
      expect(mask(await terminal.run(command!))).toBe(mask(command!.output));
      const initialize = await post(`${url}/api/sse/message`, rpc(1, 'initialize', {}), {
        host: 'shop.example.com',
      });
      expect(initialize.json).toMatchObject({ result: { serverInfo: { name: 'shop' } } });
      const large = { ...rpc(2, 'ping'), padding: 'x'.repeat(1_000_000) };
      expect((await post(`${url}/api/sse/message`, large)).json).toMatchObject({ result: {} });
    });
  });
});

describe('docs/troubleshooting.md', () => {
  it('has no error text that the source does not have', () => {
    const source = ['src', 'helm/rookery/templates']
      .flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
          join(folder, path),
        ),
      )
      .filter((path) => /(?<!\.spec)\.(?:ts|tpl)$/.test(path))
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('\n');
    const texts = [...readMarkdown('docs/troubleshooting.md').matchAll(/^### `(.+?)`/gm)];
    const fragments = texts.flatMap(([, text]) => text!.split('…')).filter((fragment) => /\w/.test(fragment));
    expect(fragments.length).toBeGreaterThan(20);
    expect(fragments.filter((fragment) => !source.includes(fragment.trim()))).toEqual([]);
  });
});

describe('The Markdown files', () => {
  const files = markdownFiles();

  it.each(files)('%s has no broken link', (file) => {
    expect(brokenLinks(file)).toEqual([]);
  });

  it('name scripts of package.json, and variables that are read', () => {
    const { scripts } = JSON.parse(readMarkdown('package.json')) as { scripts: Record<string, string> };
    const variables = new Set(Object.values(ENVIRONMENT).flatMap((group) => Object.keys(group)));
    const exported =
      readMarkdown('src/index.ts') + readMarkdown('scripts/test') + readMarkdown('docker-compose.yml');
    for (const file of files) {
      const text = readMarkdown(file);
      const unknownScripts = [...text.matchAll(/npm run ([\w:-]+)/g)].filter(([, name]) => !scripts[name!]);
      const named = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)];
      const unknownVariables = named.filter(([, name]) => !variables.has(name!) && !exported.includes(name!));
      expect([file, unknownScripts, unknownVariables]).toEqual([file, [], []]);
    }
  });

  it('say how to install zod, where they import it', () => {
    const importing = files.filter((file) => readMarkdown(file).includes("from 'zod'"));
    expect(importing).not.toEqual([]);
    expect(importing.filter((file) => !readMarkdown(file).includes('npm install zod'))).toEqual([]);
  });

  it('keep the README below 150 lines, and records below 60', () => {
    expect(readMarkdown('README.md').split('\n').length).toBeLessThan(150);
    for (const file of files.filter((path) => path.startsWith('docs/adr/')))
      expect([file, readMarkdown(file).split('\n').length < 60]).toEqual([file, true]);
  });
});
