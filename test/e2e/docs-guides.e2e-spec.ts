import { execFile } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { describeWith } from '../support/available.js';
import {
  callsOf,
  type DocumentedCall,
  DocumentedClient,
  withServer,
} from '../support/docs/documented-calls.js';
import { type Block, buildApp, filesOf, readBlocks } from '../support/docs/snippets.js';
import { ROOT } from '../support/servers/server-process.js';

const TOOLS = readBlocks('docs/guides/tools.md');
const PROMPTS = readBlocks('docs/guides/prompts.md');
const RESOURCES = readBlocks('docs/guides/resources.md');
const TESTING = readBlocks('docs/guides/testing.md');
const FROM_THE_SDK = readBlocks('docs/guides/from-the-sdk.md');
const FROM_MCP_NEST = readBlocks('docs/guides/from-mcp-nest.md');

/** The files of a page, in a folder of their own. */
function under(
  folder: string,
  files: readonly [path: string, text: string][],
): [path: string, text: string][] {
  return files.map(([path, text]) => [`src/${folder}/${path}`, text]);
}

/** Files that have to fail the boot, and what it then says. */
function refusals(blocks: readonly Block[]): { path: string; text: string; message: string }[] {
  return blocks.flatMap(({ mark, text }, index) => {
    const [, path] = /^refused: (.+)$/.exec(mark) ?? [];
    return path === undefined ? [] : [{ path, text, message: blocks[index + 1]!.text.trim() }];
  });
}

/** A server of every provider in these files. */
function serve(files: readonly [path: string, text: string][]): string {
  const providers = files.flatMap(([path, text]) =>
    [...text.matchAll(/^export class (\w+)/gm)].map(([, name]) => ({
      name,
      path: path.replace(/\.ts$/, '.js'),
    })),
  );
  return `
    import { Module } from '@nestjs/common';
    import { NestFactory } from '@nestjs/core';
    import { McpModule } from 'rookery';
    ${providers.map(({ name, path }) => `import { ${name} } from './${path}';`).join('\n')}
    @Module({ imports: [McpModule.forRoot()], providers: [${providers.map(({ name }) => name).join(', ')}] })
    class AppModule {}
    const app = await NestFactory.create(AppModule);
    await app.listen(process.env['PORT']!);`;
}

/** Boots one file's modules or providers after the other, and prints why each is refused. */
function refuse(paths: readonly string[]): string {
  return `
    import { type Type, Module } from '@nestjs/common';
    import { NestFactory } from '@nestjs/core';
    import { McpModule } from 'rookery';
    const messages: string[] = [];
    for (const path of ${JSON.stringify(paths.map((path) => `./${path.replace(/\.ts$/, '.js')}`))}) {
      const classes = Object.values((await import(path)) as object) as Type[];
      const modules = classes.filter(({ name }) => name.endsWith('Module'));
      const providers = classes.filter((one) => !modules.includes(one));
      @Module({ imports: [McpModule.forRoot(), ...modules], providers })
      class AppModule {}
      await NestFactory.create(AppModule, { abortOnError: false, logger: false })
        .then((app) => app.init())
        .then(() => messages.push('served'), (error: Error) => messages.push(error.message));
    }
    console.log(JSON.stringify(messages));
    process.exit();`;
}

/** A line without the order of its keys. */
function parse(line: string): unknown {
  const [, label, json] = /^(?:(\w+) )?(.+)$/.exec(line)!;
  return [label, JSON.parse(json!)];
}

/** @param isShown which of the lines that a client gets the page shows */
async function expectLines(
  transport: Transport,
  calls: readonly DocumentedCall[],
  isShown: (line: string) => boolean = () => true,
): Promise<void> {
  expect(calls).not.toHaveLength(0);
  await using client = await DocumentedClient.open(transport);
  const shown: unknown[][] = [];
  for (const call of calls) shown.push([call.tool, ...(await client.call(call)).filter(isShown).map(parse)]);
  expect(shown).toEqual(calls.map(({ tool, lines }) => [tool, ...lines.map(parse)]));
}

const overSse = (url: string): Transport => new SSEClientTransport(new URL(`${url}/sse`));

const isAfter = ([path]: readonly [path: string, text: string]): boolean => path.startsWith('after/');

describe('The guides', () => {
  const refused = [TOOLS, PROMPTS, RESOURCES].flatMap((blocks) => refusals(blocks));
  const tests = [
    ...under('testing', filesOf(TESTING)),
    ...under('from-the-sdk', filesOf(FROM_THE_SDK)),
  ].filter(([path]) => path.endsWith('.test.ts'));
  let folder: string;

  beforeAll(async () => {
    folder = await buildApp(
      'guides',
      [
        ...under('tools', filesOf(TOOLS)),
        ...under(
          'tools',
          refused.map(({ path, text }) => [`refused/${path}`, text]),
        ),
        ['src/tools/main.ts', serve(filesOf(TOOLS))],
        ['src/tools/refused/main.ts', refuse(refused.map(({ path }) => path))],
        ...under('prompts', filesOf(PROMPTS)),
        ['src/prompts/main.ts', serve(filesOf(PROMPTS))],
        ...under('resources', filesOf(RESOURCES)),
        ['src/resources/main.ts', serve(filesOf(RESOURCES))],
        ...under('testing', filesOf(TESTING)),
        ...under('from-the-sdk', filesOf(FROM_THE_SDK)),
        [
          'src/tests.ts',
          tests.map(([path]) => `import '${path.replace('src', '.').replace(/ts$/, 'js')}';`).join('\n'),
        ],
        ...under('from-mcp-nest', filesOf(FROM_MCP_NEST).filter(isAfter)),
      ],
      { 'node_modules/rookery': '.' },
    );
  });

  it('shows of tools what clients get', async () => {
    await withServer(join(folder, 'dist/tools/main.js'), (url) => expectLines(overSse(url), callsOf(TOOLS)));
  });

  it('shows of prompts what clients get', async () => {
    await withServer(join(folder, 'dist/prompts/main.js'), (url) =>
      expectLines(overSse(url), callsOf(PROMPTS)),
    );
  });

  it('shows of resources what clients get', async () => {
    await withServer(join(folder, 'dist/resources/main.js'), (url) =>
      expectLines(overSse(url), callsOf(RESOURCES)),
    );
  });

  it('shows why the boot refuses some', async () => {
    const program = join(ROOT, folder, 'dist/tools/refused/main.js');
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    expect(refused.length).toBeGreaterThan(0);
    expect(JSON.parse(stdout)).toEqual(refused.map(({ message }) => message));
  });

  it.each(['before', 'after'])(
    'shows what clients get of a server %s it comes from the SDK',
    async (side) => {
      await withServer(join(folder, `dist/from-the-sdk/${side}/main.js`), (url) =>
        expectLines(overSse(url), callsOf(FROM_THE_SDK, 'both', side)),
      );
    },
  );

  it('shows what clients get of a server after it comes from MCP-Nest', async () => {
    await withServer(join(folder, 'dist/from-mcp-nest/after/main.js'), (url) =>
      expectLines(overSse(url), callsOf(FROM_MCP_NEST, 'both', 'after')),
    );
  });

  it('has tests that pass', async () => {
    const program = join(ROOT, folder, 'dist/tests.js');
    const { stdout } = await promisify(execFile)(process.execPath, ['--test-reporter=tap', program]);
    const written = tests.flatMap(([, text]) => text.match(/^test\(/gm) ?? []);
    expect(/^# pass (\d+)$/m.exec(stdout)?.[1]).toBe(`${written.length}`);
    expect(stdout).toMatch(/^# fail 0$/m);
  });
});

describeWith('ROOKERY_TEST_MCP_NEST', 'The guide from MCP-Nest', (manifest) => {
  it('shows what clients get before', async () => {
    const before = filesOf(FROM_MCP_NEST).filter((file) => !isAfter(file));
    const packages = relative(ROOT, join(dirname(manifest), '../..'));
    const folder = await buildApp('from-mcp-nest', under('.', before), { node_modules: packages });
    await withServer(join(folder, 'dist/before/main.js'), (url) =>
      expectLines(
        new StreamableHTTPClientTransport(new URL(`${url}/mcp`)),
        callsOf(FROM_MCP_NEST, 'both', 'before'),
        (line) => !/^(log|progress) /.test(line),
      ),
    );
  });
});
