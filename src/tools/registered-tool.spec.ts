import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import { z } from 'zod';
import { McpContext } from '../features/index.js';
import { Describe } from '../schemas/index.js';
import { Tool, ToolRegistry, ToolsModule } from './index.js';

class Named {
  @IsString()
  name!: string;
}

class Undecided {
  @Describe('No rule')
  name!: string;
}

class Empty {}

class Tree {
  @IsOptional()
  @ValidateNested()
  @Type(() => Tree)
  child?: Tree;
}

class Unknown {
  @ValidateNested()
  children!: object[];
}

interface Plain {
  name: string;
}

const warnings: string[] = [];
const logger = { log: () => 0, error: () => 0, warn: (message: string) => warnings.push(message) };

async function boot(...providers: (new () => object)[]): Promise<ToolRegistry> {
  @Module({ imports: [ToolsModule], providers })
  class App {}
  const testing = await Test.createTestingModule({ imports: [App] })
    .setLogger(logger)
    .compile();
  await testing.init();
  return testing.get(ToolRegistry);
}

@Injectable()
class Duplicate {
  @Tool()
  same(): void {}
}

@Injectable()
class Another {
  @Tool({ name: 'same' })
  other(): void {}
}

@Injectable()
class Illegal {
  @Tool({ name: 'not a name' })
  call(): void {}
}

@Injectable()
class Interface {
  @Tool()
  call(_input: Plain): void {}
}

@Injectable()
class Primitive {
  @Tool()
  call(_input: string): void {}
}

@Injectable()
class TwoInputs {
  @Tool()
  call(_a: Named, _b: Named): void {}
}

@Injectable()
class WithoutRules {
  @Tool()
  call(_input: Empty): void {}
}

@Injectable()
class WithoutARule {
  @Tool()
  call(_input: Undecided): void {}
}

@Injectable()
class Recursive {
  @Tool()
  call(_input: Tree): void {}
}

@Injectable()
class Untyped {
  @Tool()
  call(_input: Unknown): void {}
}

@Injectable()
class NotAnObject {
  @Tool({ input: z.string() })
  call(_input: string): void {}
}

@Injectable()
class Good {
  @Tool()
  named(input: Named): string {
    return input.name;
  }

  @Tool()
  contextFirst(@McpContext() context: McpContext, input: Named): string {
    return `${input.name} ${context.requestId}`;
  }
}

class Undecorated {
  constructor(readonly service: Good) {}

  @Tool()
  call(): void {}
}

@Injectable()
class Missing {
  constructor(readonly service: Good) {}

  @Tool()
  call(): void {}
}

@Injectable()
class Idle {
  @Tool({ concurrency: 0 })
  call(): void {}
}

class Derived extends Good {}

describe('The boot', () => {
  it.each<[new () => object, string]>([
    [Illegal, 'Illegal.call: "not a name" is no tool name. Use 1 to 128 of A-Z a-z 0-9 _ . -'],
    [
      Interface,
      'Interface.call: the type of its input is unknown at run time. Write a class with class-validator decorators',
    ],
    [Primitive, 'Primitive.call: the type of its input is unknown at run time.'],
    [
      TwoInputs,
      'TwoInputs.call: a tool takes one input. Put its 2 parameters into one class, or mark the context with @McpContext()',
    ],
    [WithoutRules, 'WithoutRules.call: Empty has no property with a class-validator decorator'],
    [
      WithoutARule,
      'WithoutARule.call: Undecided.name has no class-validator decorator. Add one, such as @IsString()',
    ],
    [
      Untyped,
      'Untyped.call: the class of Unknown.children is unknown at run time. Add @Type(() => TheClass)',
    ],
    [
      NotAnObject,
      'NotAnObject.call: input must be a Standard Schema of an object that makes JSON Schema, such as z.object({ … })',
    ],
    [
      Undecorated as never,
      'Undecorated.call: the constructor of its class asks for 1 providers, but the class has no @Injectable(), so it gets none',
    ],
    [Missing as never, "Nest can't resolve dependencies of the Missing (?)"],
    [Idle, 'Idle.call: concurrency must be a whole number above 0'],
  ])('refuses %p and says what to write instead', async (provider, message) => {
    await expect(boot(provider)).rejects.toThrow(message);
  });

  it('describes an input that contains itself', async () => {
    const tool = (await boot(Recursive)).findByName('call')!;
    expect(tool.definition.inputSchema.properties).toEqual({ child: { $ref: '#' } });
  });

  it('refuses two tools of one name', async () => {
    await expect(boot(Duplicate, Another)).rejects.toThrow(
      `Duplicate.same and Another.other are both named "same". Give one another name: @Tool({ name: '…' })`,
    );
  });

  it('names classes whose tools nobody can reach: those that no module provides', async () => {
    warnings.length = 0;
    await boot(Derived);
    expect(warnings).toContain(
      'Illegal.call has @Tool(), but Illegal is no provider of any module: list it in the providers of a module that is imported',
    );
    expect(warnings.filter((warning) => /^(?:Good|Derived) /.test(warning))).toEqual([]);
  });

  it('finds the tools of a provider, also those it inherits, and calls them with input and context', async () => {
    const registry = await boot(Derived);
    expect(registry.list().map(({ definition }) => definition.name)).toEqual(['contextFirst', 'named']);
    const context = { requestId: 'r1' } as McpContext;
    const input = { name: 'Ann' };
    expect(registry.findByName('named')!.call(input, context)).toBe('Ann');
    expect(registry.findByName('contextFirst')!.call(input, context)).toBe('Ann r1');
  });

  it('gives the input to methods of plain JavaScript, where no types are written down', async () => {
    class Script {
      greet(input: { name: string }): string {
        return input.name;
      }
    }
    const method = Object.getOwnPropertyDescriptor(Script.prototype, 'greet')!;
    Tool({ input: z.object({ name: z.string() }) })(Script.prototype, 'greet', method);
    const tool = (await boot(Script)).findByName('greet')!;
    expect(tool.call({ name: 'Ann' }, {} as McpContext)).toBe('Ann');
  });
});
