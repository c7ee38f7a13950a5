import { Controller, Injectable, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Type as Members } from 'class-transformer';
import { IsArray, IsString, ValidateNested } from 'class-validator';
import { z } from 'zod';
import { McpModule, Prompt } from '../../src/index.js';

class Address {
  @IsString() city!: string;
}

class Tagged {
  @IsArray() @IsString({ each: true }) tags!: string[];
}

class Nested {
  @ValidateNested() @Members(() => Address) to!: Address;
}

@Injectable()
class ListPrompts {
  @Prompt()
  tag(_input: Tagged): string {
    return '';
  }
}

@Injectable()
class ObjectPrompts {
  @Prompt()
  send(_input: Nested): string {
    return '';
  }
}

@Injectable()
class ZodPrompts {
  @Prompt({ input: z.object({ when: z.array(z.number()).optional() }) })
  plan(): string {
    return '';
  }
}

@Injectable()
class UntypedPrompts {
  @Prompt()
  say(_input: { word: string }): string {
    return '';
  }
}

@Injectable()
class TwinPrompts {
  @Prompt({ name: 'same' })
  one(): string {
    return '';
  }

  @Prompt({ name: 'same' })
  other(): string {
    return '';
  }
}

@Injectable()
class NamedPrompts {
  @Prompt({ name: 'two words' })
  words(): string {
    return '';
  }
}

@Injectable()
class RatedPrompts {
  @Prompt({ rate: 'often' })
  often(): string {
    return '';
  }
}

@Controller()
class GreedyPrompts {
  @Prompt()
  two(_one: Address, _other: Tagged): string {
    return '';
  }
}

describe('The boot of a server with prompts', () => {
  it.each<[provider: Type, message: string]>([
    [
      ListPrompts,
      'ListPrompts.tag: its argument tags is a list, but clients send text. Declare text that the method reads, or an argument for each part: text, a number, a boolean or an enum',
    ],
    [ObjectPrompts, 'ObjectPrompts.send: its argument to is an object, but clients send text'],
    [ZodPrompts, 'ZodPrompts.plan: its argument when is a list, but clients send text'],
    [UntypedPrompts, 'or pass a schema: @Prompt({ input: z.object({ … }) })'],
    [TwinPrompts, 'both named "same". Give one another name: @Prompt({ name: \'…\' })'],
    [NamedPrompts, 'NamedPrompts.words: "two words" is no prompt name'],
    [RatedPrompts, 'RatedPrompts.often: "often" is no rate'],
    [GreedyPrompts, 'GreedyPrompts.two: a prompt takes one input'],
  ])('fails for %p', async (provider, message) => {
    const module = await Test.createTestingModule({
      imports: [McpModule.forRoot()],
      providers: [provider],
    }).compile();
    const app = module.createNestApplication({ logger: false });
    try {
      await expect(app.init()).rejects.toThrow(message);
    } finally {
      await app.close();
    }
  });
});
