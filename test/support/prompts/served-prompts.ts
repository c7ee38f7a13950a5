import {
  type CanActivate,
  ForbiddenException,
  Injectable,
  Module,
  NotFoundException,
  ServiceUnavailableException,
  type NestInterceptor,
  Scope,
  UseGuards,
  UseInterceptors,
  type ExecutionContext,
  type CallHandler,
} from '@nestjs/common';
import { IsInt, IsString } from 'class-validator';
import { map, type Observable } from 'rxjs';
import {
  content,
  type ContentBlock,
  CurrentMcpContext,
  getMcpContext,
  InvalidParamsError,
  McpContext,
  Prompt,
  Public,
  type VisibilityGuard,
} from '../../../src/index.js';

@Injectable()
class OnlyAda implements CanActivate, VisibilityGuard {
  canSee({ id }: { id: string }): boolean {
    return id === 'ada';
  }

  canActivate(): boolean {
    return true;
  }
}

@Injectable()
class NobodyGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    return getMcpContext(execution).principal.id === 'nobody';
  }
}

@Injectable()
class Polite implements NestInterceptor {
  intercept(_execution: ExecutionContext, next: CallHandler<string>): Observable<string> {
    return next.handle().pipe(map((text) => `Please: ${text}`));
  }
}

class CountInput {
  @IsInt() count!: number;
  @IsString() text!: string;
}

/** How many calls of `hold` wait, and what lets them go. */
export const held: (() => void)[] = [];

@Injectable()
class AccessPrompts {
  @Public()
  @Prompt()
  open(): string {
    return 'open';
  }

  @Prompt({ scopes: ['prompts:admin'] })
  admin(): string {
    return 'admin';
  }

  @Prompt()
  @UseGuards(OnlyAda)
  ada(): string {
    return 'for Ada';
  }
}

@Injectable()
class PipelinePrompts {
  @Prompt()
  @UseInterceptors(Polite)
  count({ count, text }: CountInput, @McpContext() context: McpContext): string {
    return `${text.repeat(count)} ${context.revision}`;
  }

  @Prompt()
  @UseGuards(NobodyGuard)
  guarded(): string {
    return 'never';
  }

  @Prompt({ rate: '1/hour' })
  rare(): string {
    return 'rare';
  }

  @Prompt({ concurrency: 1 })
  async hold(): Promise<string> {
    await new Promise<void>((resolve) => held.push(resolve));
    return 'held';
  }

  @Prompt({ timeoutMs: 50 })
  late(): Promise<never> {
    return new Promise(() => undefined);
  }
}

@Injectable()
class FailingPrompts {
  @Prompt()
  missing(): never {
    throw new NotFoundException('There is no such order');
  }

  @Prompt()
  refused(): never {
    throw new InvalidParamsError('Not on Sundays');
  }

  @Prompt()
  forbidden(): never {
    throw new ForbiddenException('Not yours');
  }

  @Prompt()
  down(): never {
    throw new ServiceUnavailableException('The shop is closed');
  }

  @Prompt()
  broken(): never {
    throw new Error('secret');
  }

  @Prompt()
  number(): number {
    return 5;
  }

  @Prompt()
  huge(): string {
    return 'x'.repeat(5_000);
  }

  @Prompt()
  newer(): ContentBlock[] {
    return [
      content.audio(Buffer.from('wav'), 'audio/wav'),
      content.resourceLink({ uri: 'docs://style', name: 'style' }),
    ];
  }
}

/** One is made for each call. */
@Injectable({ scope: Scope.REQUEST })
class ScopedPrompts {
  private calls = 0;

  constructor(private readonly current: CurrentMcpContext) {}

  @Prompt()
  scoped(): string {
    return `${++this.calls} ${this.current.get()?.principal.id}`;
  }
}

/** Prompts with access rules, limits and failures. */
@Module({ providers: [AccessPrompts, PipelinePrompts, FailingPrompts, ScopedPrompts] })
export class ServedPromptsModule {}
