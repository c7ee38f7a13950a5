import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../servers/server-process.js';

/** The source of an app whose modules `rookery lint` reads. */
export const LINTED_APP: [path: string, text: string][] = [
  [
    'src/notes.module.ts',
    `
import { Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { IsString } from 'class-validator';
import { Tool, ToolRegistry } from 'rookery';

class FindInput {
  @IsString() words!: string;
}

@Injectable()
class NoteTools implements OnApplicationBootstrap {
  constructor(private readonly tools: ToolRegistry) {}

  onApplicationBootstrap(): void {
    setInterval(() => undefined, 1_000);
    if (process.env['MORE']) this.tools.register({ name: 'count', description: 'Counts', call: () => 1 });
  }

  @Tool({ description: process.env['DESCRIPTION'] ?? 'Finds notes' })
  find({ words }: FindInput): string {
    return words;
  }
}

@Module({ providers: [NoteTools] })
export class NotesModule {}
`,
  ],
  [
    'src/refused.module.ts',
    `
import { Injectable, Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import { McpModule, Tool } from 'rookery';

class FilterInput {
  @IsString() 'filter[id]'!: string;
}

@Injectable()
class RefusedTools {
  @Tool({ description: 'Filters' })
  filter(input: FilterInput): string {
    return input['filter[id]'];
  }

  @Tool({ description: 'Lists', input: { type: 'object', properties: { tags: { type: 'array' } } } })
  list(): string {
    return 'listed';
  }
}

@Module({ imports: [McpModule.forRoot()], providers: [RefusedTools] })
export default class AppModule {}
`,
  ],
  [
    'src/common.cts',
    `
import { Injectable, Module } from '@nestjs/common';
import { Tool } from 'rookery';

@Injectable()
class CommonTools {
  @Tool({ description: 'Says hello' })
  hello(): string {
    return 'hello';
  }
}

@Module({ providers: [CommonTools] })
export class CommonModule {}

@Module({})
export class EmptyModule {}

@Module({ imports: [CommonModule] })
export class WholeModule {}
`,
  ],
  [
    'src/broken.module.ts',
    `
import { Module, type OnModuleInit } from '@nestjs/common';

@Module({ providers: [] })
export class BrokenModule implements OnModuleInit {
  onModuleInit(): never {
    throw new Error('connect ECONNREFUSED 127.0.0.1:5432');
  }
}
`,
  ],
  [
    'src/waiting.module.ts',
    `
import { Module, type OnModuleInit } from '@nestjs/common';

@Module({ providers: [] })
export class WaitingModule implements OnModuleInit {
  onModuleInit(): Promise<void> {
    return new Promise(() => undefined);
  }
}
`,
  ],
  [
    'src/talking.module.ts',
    `
import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

console.log('imported');

@Module({ providers: [] })
export class TalkingModule implements OnModuleInit, OnApplicationShutdown {
  onModuleInit(): void {
    process.stdout.write('started\\n');
    process.on('exit', () => console.info('ended'));
  }

  onApplicationShutdown(): void {
    console.log('closed');
  }
}
`,
  ],
  ['src/nothing.ts', 'export const nothing = 1;\n'],
];

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program `rookery` in a process of its own. @param folder where it runs @param program of another build */
export async function runRookery(
  folder: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  program = join(ROOT, 'dist/cli/rookery.js'),
): Promise<Ended> {
  const env = { PATH: process.env['PATH'], ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
