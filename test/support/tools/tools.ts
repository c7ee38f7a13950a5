import { BadRequestException, Injectable, Module } from '@nestjs/common';
import { IsInt, IsString, Min, MinLength } from 'class-validator';
import { z } from 'zod';
import { Describe, McpContext, Tool, ToolError } from '../../../src/index.js';

class Person {
  @Describe('What people call them')
  @IsString()
  @MinLength(2)
  name!: string;

  @IsInt()
  @Min(0)
  age!: number;
}

/** What became of the calls of `wait`. */
export const calls = { waiting: 0, aborted: [] as string[] };

@Injectable()
class Tools {
  @Tool({ description: 'Greets' })
  greet({ name, age }: Person): object {
    return { greeting: `Hello ${name}`, age };
  }

  @Tool({ input: z.object({ words: z.array(z.string()).min(1) }) })
  join({ words }: { words: string[] }): string {
    return words.join(' ');
  }

  @Tool()
  async wait(@McpContext() { signal }: McpContext): Promise<string> {
    calls.waiting++;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    calls.aborted.push((signal.reason as { reason: string }).reason);
    return 'too late';
  }

  @Tool()
  async report(@McpContext() context: McpContext): Promise<string> {
    context.progress(1, 3, 'one');
    context.progress(1, 3, 'not more');
    context.progress(3, 3, 'three');
    context.log('debug', 'quiet');
    context.log('warning', { careful: true }, 'tools');
    await Promise.resolve();
    return `${context.client?.name} ${context.principal.id} ${context.revision}`;
  }

  @Tool()
  fail(): never {
    throw new ToolError('The oven is cold');
  }

  @Tool()
  refuse(): never {
    throw new BadRequestException('No bread');
  }

  @Tool()
  refuseTwice(): never {
    throw new BadRequestException(['No bread', 'No butter']);
  }

  @Tool()
  break(): never {
    throw new Error('secret');
  }

  @Tool()
  large(): string {
    return 'x'.repeat(5_000);
  }

  @Tool()
  blocks(): object[] {
    return [
      { type: 'text', text: 'a picture' },
      { type: 'image', data: 'AA==', mimeType: 'image/png' },
    ];
  }

  @Tool()
  full(): object {
    return { content: [{ type: 'text', text: 'all of it' }], _meta: { cached: true } };
  }

  @Tool()
  nothing(): void {}

  @Tool()
  cyclic(): object {
    const self: Record<string, unknown> = {};
    self['self'] = self;
    return self;
  }
}

/** Tools of every kind, for the tests of sessions and results. */
@Module({ providers: [Tools] })
export class ToolsModule {}
