import { Injectable, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsString } from 'class-validator';
import { Complete, type CompletionRequest, McpModule, Prompt } from '../../src/index.js';

class GreetInput {
  @IsString() name!: string;
}

@Injectable()
class GreetPrompts {
  @Prompt()
  greet({ name }: GreetInput): string {
    return name;
  }
}

@Injectable()
class UnknownPrompt {
  @Complete({ prompt: 'great', argument: 'name' })
  names(): string[] {
    return [];
  }
}

@Injectable()
class UnknownArgument {
  @Complete({ prompt: 'greet', argument: 'nam' })
  names(): string[] {
    return [];
  }
}

@Injectable()
class UnknownTemplate {
  @Complete({ template: 'users://{id}', variable: 'id' })
  ids(): string[] {
    return [];
  }
}

@Injectable()
class TextParameter {
  @Complete({ prompt: 'greet', argument: 'name' })
  names(value: string): string[] {
    return [value];
  }
}

@Injectable()
class Twice {
  @Complete({ prompt: 'greet', argument: 'name' })
  names({ value }: CompletionRequest): string[] {
    return [value];
  }

  @Complete({ prompt: 'greet', argument: 'name' })
  others({ value }: CompletionRequest): string[] {
    return [value];
  }
}

describe('The boot of a server with completion', () => {
  it.each<[provider: Type, message: string]>([
    [
      UnknownPrompt,
      'UnknownPrompt.names completes the prompt great, which there is not. Choose one of: greet',
    ],
    [
      UnknownArgument,
      'UnknownArgument.names completes the argument nam of prompt greet, which there is not. Choose one of: name',
    ],
    [UnknownTemplate, 'UnknownTemplate.ids completes the template users://{id}, but there is none'],
    [TextParameter, 'TextParameter.names: it gets a request, not text. Write ({ value }: CompletionRequest)'],
    [Twice, 'Twice.names and Twice.others both complete name of greet. Leave one out'],
  ])('fails for %p', async (provider, message) => {
    const module = await Test.createTestingModule({
      imports: [McpModule.forRoot()],
      providers: [GreetPrompts, provider],
    }).compile();
    const app = module.createNestApplication({ logger: false });
    try {
      await expect(app.init()).rejects.toThrow(message);
    } finally {
      await app.close();
    }
  });
});
