import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describeWith } from '../support/available.js';
import { CLIENT_WIRES } from '../support/clients/client-wires.js';
import { exercise, expectedFindings, temporaryHome } from '../support/clients/clients.js';
import { ATTENDING_CLIENTS, ATTENDING_RUST_CLIENTS } from '../support/clients/attending.js';
import { ALL_CLIENTS } from '../support/clients/official-clients.js';
import { makeFolder, printsOf, programOf, readBlocks, readMarkdown } from '../support/docs/snippets.js';
import { ROOT, ServerProcess } from '../support/servers/server-process.js';

const PAGE = 'docs/guides/clients.md';
const SHOWN_URL = 'http://localhost:8000';
const SHOWN_FOLDER = '/home/me/rookery';
const blocks = readBlocks(PAGE);

/** The cells of a section's first table, without its head and backticks. */
function rowsOf(heading: string): string[][] {
  return tableOf(heading).slice(2);
}

/** Which wire each column of a section's first table is about. */
function wiresOf(heading: string): string[] {
  const names = tableOf(heading)[0]!.map((cell) => cell.split(',')[0]!);
  return names.filter((name) => name !== 'Client' && name !== 'Version');
}

function tableOf(heading: string): string[][] {
  const section = readMarkdown(PAGE).split(`\n${heading}\n`)[1]!.split(/\n##/)[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .replaceAll('`', '')
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The name of a row as the tests have it. */
const clientOf = (cell: string): string =>
  cell.replace(/: \{ mode: (?:'(\w+)'|\{ (pin): '[\d-]+' \}) \}$/, ' $1$2').replace('::', ' ');

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

function dependencyOf(folder: string, name: string): string {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    read(join(folder, 'package.json')),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string> | undefined>;
  return { ...devDependencies, ...dependencies }[name]!;
}

describe(PAGE, () => {
  it('has a row for each official client, and a column for each wire', () => {
    const expected = ALL_CLIENTS.map(({ name, version, lacks }) => [
      name,
      version,
      ...CLIENT_WIRES.map((wire) => (lacks.includes(wire.name) ? 'no' : 'works')),
    ]);
    const rows = rowsOf('## Official SDKs').map(([name, ...others]) => [clientOf(name!), ...others]);
    expect(rows).toEqual(expected);
    for (const heading of ['## Official SDKs', '### What to write'])
      expect(wiresOf(heading)).toEqual(CLIENT_WIRES.map(({ name }) => name));
  });

  it('says how each client of 2026-07-28 hears notifications and cancels', () => {
    const expected = [...ATTENDING_CLIENTS, ...ATTENDING_RUST_CLIENTS].map(({ name }) => name);
    expect(rowsOf('### Besides answers').map(([name]) => clientOf(name!))).toEqual(expected);
  });

  it('names the versions that the tests install', () => {
    const installed = [
      dependencyOf('test/clients/typescript-1.10', '@modelcontextprotocol/sdk'),
      dependencyOf('.', '@modelcontextprotocol/sdk'),
      dependencyOf('.', '@modelcontextprotocol/client'),
      /mcp==([\d.]+)/.exec(read('scripts/lib/install.sh'))![1],
      /PYTHON_MCP_VERSION=([\d.]+)/.exec(read('scripts/lib/install.sh'))![1],
      /go-sdk v([\d.]+)/.exec(read('test/clients/go/go.mod'))![1],
      /rmcp = \{ version = "=([\d.]+)"/.exec(read('test/clients/rust/Cargo.toml'))![1],
    ];
    expect([...new Set(ALL_CLIENTS.map(({ version }) => version))]).toEqual(installed);
    const programs = new Map(rowsOf('## Programs').map(([name, version]) => [name, version]));
    const versions = [
      ...read('test/clients/java/pom.xml').matchAll(
        /mcp(?:-spring-webflux)?<\/artifactId>\s*<version>([^<]+)/g,
      ),
    ];
    expect([...programs.values()].slice(0, 4)).toEqual([
      dependencyOf('test/clients/inspector', '@modelcontextprotocol/inspector'),
      dependencyOf('test/clients/mcp-remote', 'mcp-remote'),
      ...versions.map(([, version]) => version),
    ]);
  });

  describe('with a server', () => {
    let server: ServerProcess;
    let url: string;

    beforeAll(async () => {
      server = ServerProcess.start();
      url = await server.url();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    async function expectToPrint(command: string, fileName: string, program: string): Promise<void> {
      const folder = makeFolder('clients', [
        [fileName, program.replaceAll(SHOWN_URL, url).replaceAll(SHOWN_FOLDER, ROOT)],
      ]);
      const { stdout } = await promisify(execFile)(command, [join(ROOT, folder, fileName)]);
      expect(printsOf(program)).toEqual(['8']);
      expect(stdout.trim()).toBe('8');
    }

    it.each(['javascript', 'javascript-stdio'])(
      'has a client of %s that prints what it says',
      async (name) => {
        await expectToPrint(process.execPath, 'client.mjs', programOf(blocks, name));
      },
    );

    describeWith('ROOKERY_TEST_PYTHON', 'The Python client', (python) => {
      it.each(['python', 'python-stdio'])('prints what it says: %s', async (name) => {
        await expectToPrint(python, 'client.py', programOf(blocks, name));
      });
    });

    describeWith('ROOKERY_TEST_MCP_REMOTE', 'The entry of Claude Desktop', (mcpRemote) => {
      it('connects through mcp-remote', async () => {
        await using home = await temporaryHome();
        const { mcpServers } = JSON.parse(programOf(blocks, 'claude-desktop')) as {
          mcpServers: { rookery: { args: string[] } };
        };
        const [, , ...args] = mcpServers.rookery.args;
        const client = new Client({ name: 'docs', version: '1.0.0' });
        await client.connect(
          new StdioClientTransport({
            command: process.execPath,
            args: [mcpRemote, ...args.map((arg) => arg.replace(SHOWN_URL, url))],
            env: { PATH: process.env['PATH']!, HOME: home.path },
            stderr: 'ignore',
          }),
        );
        expect(await exercise(client)).toEqual(await expectedFindings());
      });
    });
  });
});
