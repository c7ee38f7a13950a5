import { Injectable, Module, NotFoundException } from '@nestjs/common';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max } from 'class-validator';
import { z } from 'zod';
import {
  assistantMessage,
  Complete,
  type Completion,
  type CompletionRequest,
  content,
  type ContentBlock,
  Describe,
  type GetPromptResult,
  McpContext,
  Prompt,
  type PromptMessage,
  userMessage,
} from '../../../src/index.js';

class ReviewInput {
  @Describe('What to review')
  @IsString()
  code!: string;

  @IsOptional()
  @IsIn(['TypeScript', 'Python', 'PHP'])
  language?: string;

  @IsOptional()
  @IsInt()
  @Max(100)
  lines?: number;

  @IsOptional()
  @IsBoolean()
  isStrict?: boolean;
}

const Plan = z.object({
  days: z.number().meta({ title: 'Days', description: 'How many' }),
  pace: z.enum(['slow', 'fast']).default('slow'),
  city: z.string().optional(),
});

/** Prompts that every client can show. */
@Injectable()
class ReviewPrompts {
  @Prompt({
    title: 'Code review',
    description: 'Asks for a review',
    icons: [{ src: 'https://example.com/review.png' }],
    _meta: { 'example.com/team': 'a' },
  })
  review(input: ReviewInput): string {
    return `Review ${JSON.stringify(input)}`;
  }

  @Prompt({ input: Plan })
  plan(plan: z.output<typeof Plan>): PromptMessage {
    return userMessage(`Plan ${JSON.stringify(plan)}`);
  }

  @Prompt()
  async talk(): Promise<(PromptMessage | string)[]> {
    return await Promise.resolve([
      'What is it?',
      assistantMessage('A kite'),
      userMessage(content.image(Buffer.from('png'), 'image/png')),
    ]);
  }

  @Prompt()
  embed(): ContentBlock {
    return content.embeddedResource('docs://style', 'Be brief', 'text/plain');
  }

  @Prompt({ description: 'What the list says' })
  full(): GetPromptResult {
    return {
      description: 'What the result says',
      messages: [userMessage('Go on')],
      _meta: { 'example.com/cost': 1 },
    };
  }
}

/** Most of them, in their order. */
const CITIES: Readonly<Record<string, readonly string[]>> = {
  slow: ['Rome', 'Riga'],
  fast: Array.from({ length: 250 }, (_, index) => `City ${index}`),
};

@Injectable()
class ReviewCompletions {
  @Complete({ prompt: 'plan', argument: 'city' })
  cities({ value, arguments: { pace = 'slow' } }: CompletionRequest): string[] {
    return CITIES[pace]!.filter((city) => city.startsWith(value));
  }

  @Complete({ prompt: 'review', argument: 'code' })
  async snippets({ value }: CompletionRequest, @McpContext() { revision }: McpContext): Promise<Completion> {
    return await Promise.resolve({ values: [`${value}${revision}`], total: 7 });
  }

  @Complete({ prompt: 'review', argument: 'lines' })
  broken({ value }: CompletionRequest): unknown {
    if (value === 'refused') throw new NotFoundException('No such file');
    return [1, 2];
  }
}

@Module({ providers: [ReviewPrompts, ReviewCompletions] })
export class ReviewPromptsModule {}
