import { execFile } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { describeWith } from '../support/available.js';
import { callsOf, DocumentedClient, withServer } from '../support/docs/documented-calls.js';
import { filesOf, makeApp, readBlocks } from '../support/docs/snippets.js';
import { ROOT } from '../support/servers/server-process.js';

const BLOCKS = readBlocks('docs/guides/tools.md');

const APP_MODULE = `
  import { Module } from '@nestjs/common';
  import { PlantTools } from './plant-tools.js';
  import { BedTools } from './bed-tools.js';
  @Module({ providers: [PlantTools, BedTools] })
  export class AppModule {}`;

/** Without metadata to load: the plugin writes into the classes. */
const MAIN = `
  import { createRookery } from 'rookery/service';
  import { AppModule } from './app.module.js';
  await (await createRookery(AppModule)).listen();`;

const BED_DTO = `
  import { ApiHideProperty, ApiProperty, PartialType } from '@nestjs/swagger';
  import { IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
  import { Describe } from 'rookery';

  export class Bed {
    /** From a comment */
    @ApiProperty({ description: 'From the decorator', examples: { small: { value: 'B1' }, large: { value: 'B2' } } })
    @IsString()
    label!: string;

    /**
     * From a comment
     * @deprecated
     * @example 7
     */
    @Describe('Its own description')
    @IsInt()
    row!: number;

    /** From a comment */
    @ApiHideProperty()
    @IsOptional()
    @IsInt()
    hidden?: number;

    /** No decorator checks it: the log says so */
    dug?: Date;

    @ApiProperty({ readOnly: true })
    planter?: string;

    @ApiProperty({ maxLength: 9, minimum: 3, example: 'sandy' })
    @MaxLength(20)
    soil!: string;
  }

  export class BedChanges extends PartialType(Bed) {
    /** Which one */
    @IsInt()
    id!: number;
  }`;

const BED_TOOLS = `
  import { Injectable } from '@nestjs/common';
  import { Tool } from 'rookery';
  import { Bed, BedChanges } from './bed.dto.js';
  @Injectable()
  export class BedTools {
    @Tool() bed(bed: Bed): string { return bed.label; }
    @Tool() change(changes: BedChanges): number { return changes.id; }
  }`;

const BED_PROPERTIES = {
  label: { type: 'string', description: 'From the decorator', examples: ['B1', 'B2'] },
  row: { type: 'integer', description: 'Its own description', examples: [7], deprecated: true },
  hidden: { type: 'integer' },
  soil: { type: 'string', maxLength: 20, examples: ['sandy'] },
};

type Files = [path: string, text: string][];

const FILES: Files = [
  ['src/app.module.ts', APP_MODULE],
  ['src/bed.dto.ts', BED_DTO],
  ['src/bed-tools.ts', BED_TOOLS],
  ['src/main.ts', MAIN],
  ...filesOf(BLOCKS, 'swagger'),
];

/** @returns the built program, from the root */
async function nestBuild(name: string, files: Files, manifest: string): Promise<string> {
  const swagger = dirname(manifest);
  const folder = makeApp(name, files, {
    'node_modules/rookery': '.',
    'node_modules/@nestjs/swagger': relative(ROOT, swagger),
  });
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js'), 'build'], {
    cwd: join(ROOT, folder),
    // The CLI looks for @swc/cli next to itself, where an app of its own has it.
    env: { ...process.env, NODE_PATH: join(swagger, '../..') },
  }).catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
    throw new Error(stdout + stderr);
  });
  return join(folder, 'dist/main.js');
}

describeWith('ROOKERY_TEST_NEST_SWAGGER', 'What @nestjs/swagger was told', (manifest) => {
  it.each<[string, Files]>([
    ['tsc', []],
    ['swc', filesOf(BLOCKS, 'swagger with swc')],
  ])('is in the schemas of tools that nest build compiles with %s', async (builder, files) => {
    const program = await nestBuild(`swagger-${builder}`, [...FILES, ...files], manifest);
    await withServer(program, async (url) => {
      await using client = await DocumentedClient.open(new SSEClientTransport(new URL(`${url}/sse`)));
      const schemaOf = async (name: string): Promise<unknown> => {
        const [line] = await client.call({ tool: 'tools/list', args: { name } });
        return (JSON.parse(line!) as { inputSchema: unknown }).inputSchema;
      };
      const [{ args, lines }] = callsOf(BLOCKS, 'swagger') as [ReturnType<typeof callsOf>[0]];
      expect((await client.call({ tool: 'tools/list', args })).map((one) => JSON.parse(one))).toEqual(
        lines.map((one) => JSON.parse(one)),
      );
      expect(await schemaOf('bed')).toEqual({
        type: 'object',
        properties: BED_PROPERTIES,
        required: ['label', 'row', 'soil'],
        additionalProperties: false,
      });
      expect(await schemaOf('change')).toMatchObject({
        properties: { ...BED_PROPERTIES, id: { type: 'integer', description: 'Which one' } },
        required: ['id'],
      });
    });
  });
});
