import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { McpModule } from '../../src/mcp.module.js';
import { lintTools } from '../../src/model-families/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { connect } from '../../src/testing/index.js';
import { buildApp, buildProject, filesOf, readBlocks } from '../support/docs/snippets.js';
import { runRookery } from '../support/lint/linted-app.js';
import { ROOT } from '../support/servers/server-process.js';
import { HoldModule } from '../support/tools/held-calls.js';
import { HostileToolsModule } from '../support/tools/hostile-tools.js';
import { MirroredModule } from '../support/tools/mirrored-tools.js';
import { OutputModule } from '../support/tools/output-tools.js';
import { PipelineModule } from '../support/tools/pipeline-tools.js';
import { PrivateModule, ScopedModule } from '../support/tools/scoped-tools.js';
import { ToolsModule } from '../support/tools/tools.js';

type Files = [path: string, text: string][];

/** A page, and which of its files have tools. */
const PAGES: [page: string, files: RegExp][] = [
  ['docs/guides/tools.md', /./],
  ['docs/guides/embedding.md', /orders\.module/],
  ['docs/guides/testing.md', /orders\.module/],
  ['docs/guides/from-the-sdk.md', /^after\/.*-tools/],
  ['docs/guides/from-mcp-nest.md', /^after\/.*(-tools|\.service)/],
];

/** A module of the modules that the files export, or else of all they export. */
function moduleOf(files: Files): string {
  const exported = files.flatMap(([path, text]) =>
    [...text.matchAll(/^export class (\w+)/gm)].map(([, name]) => ({ name: name!, path })),
  );
  const modules = exported.filter(({ name }) => name.endsWith('Module'));
  const [key, chosen] = modules.length > 0 ? ['imports', modules] : ['providers', exported];
  return `
    import { Module } from '@nestjs/common';
    ${chosen.map(({ name, path }) => `import { ${name} } from './${path.replace(/ts$/, 'js')}';`).join('\n')}
    @Module({ ${key}: [${chosen.map(({ name }) => name).join(', ')}] })
    export class PageModule {}`;
}

const folderOf = (page: string): string => page.replaceAll(/\W/g, '-');

/** The files of a page that have tools, and a module of them, in a folder of their own. */
function sourcesOf(page: string, chosen: RegExp): Files {
  const files = filesOf(readBlocks(page))
    .map(([path, text]): [string, string] => [path.replace(/^src\//, ''), text])
    .filter(([path]) => chosen.test(path));
  return under(`src/${folderOf(page)}`, [...files, ['page.module.ts', moduleOf(files)]]);
}

function exampleSources(): Files {
  const source = join(ROOT, 'examples/own-server/src');
  const files = readdirSync(source).map((name): [string, string] => [
    name,
    readFileSync(join(source, name), 'utf8'),
  ]);
  return under('src/own-server', files);
}

function under(folder: string, files: Files): Files {
  return files.map(([path, text]) => [`${folder}/${path}`, text]);
}

/** Nothing would be refused of the tools, of which there are some. */
const CLEAN = {
  code: 0,
  stdout: expect.stringMatching(/^[1-9]\d* tools?, refused: none\./m) as string,
  stderr: '',
};

describe('Every model family takes the tools', () => {
  it.each<[string, Type]>(
    Object.entries({
      HoldModule,
      HostileToolsModule,
      MirroredModule,
      OutputModule,
      PipelineModule,
      PrivateModule,
      SamplesModule,
      ScopedModule,
      ToolsModule,
    }),
  )('of %s, as a client lists them', async (_, module) => {
    const app = await Test.createTestingModule({ imports: [McpModule.forRoot(), module] }).compile();
    const scopes = ['files:read', 'files:write'];
    const client = await connect(app, { principal: { id: 'ada', scopes } });
    const definitions = await client.listTools();
    await app.close();
    expect(definitions).not.toHaveLength(0);
    const findings = lintTools(definitions.map((definition) => ({ definition, label: definition.name })));
    expect(findings.filter(({ severity }) => severity === 'refused')).toEqual([]);
  });

  describe('that the documentation shows:', () => {
    let app: string;
    beforeAll(async () => {
      const sources = [...PAGES.flatMap(([page, chosen]) => sourcesOf(page, chosen)), ...exampleSources()];
      app = join(ROOT, await buildApp('lint-pages', sources, { 'node_modules/rookery': '.' }));
    });

    it.each(PAGES.map(([page]) => page))('%s', async (page) => {
      expect(await runRookery(app, ['lint', `dist/${folderOf(page)}/page.module.js`])).toEqual(CLEAN);
    });

    it('examples/own-server', async () => {
      expect(await runRookery(app, ['lint', 'dist/own-server/rates.module.js'])).toEqual(CLEAN);
    });
  });

  it.each([
    ['README.md', 'dist/samples/index.js'],
    ['docs/getting-started.md', 'dist/calendar/calendar.module.js'],
  ])('that %s has its reader write', async (page, file) => {
    const folder = await buildProject(`lint-${folderOf(page)}`, filesOf(readBlocks(page)));
    const program = join(ROOT, folder, 'dist/cli/rookery.js');
    expect(await runRookery(join(ROOT, folder), ['lint', file], {}, program)).toEqual(CLEAN);
  });
});
