import {
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  createParamDecorator,
  type ExceptionFilter,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
  Module,
  type NestInterceptor,
  type PipeTransform,
  Scope,
  SetMetadata,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { Reflector, REQUEST } from '@nestjs/core';
import { IsString } from 'class-validator';
import { concatMap, interval, map, type Observable, of, take, throwError } from 'rxjs';
import {
  CurrentMcpContext,
  getMcpContext,
  McpContext,
  McpPrincipal,
  type Principal,
  Tool,
} from '../../../src/index.js';

/** What ran, in its order. */
export const trace: string[] = [];

class Word {
  @IsString()
  word!: string;
}

@Injectable()
class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): boolean {
    const role = this.reflector.get<string>('role', execution.getHandler());
    trace.push(
      `guard ${execution.getType()} ${execution.getClass().name} ${getMcpContext(execution).principal.id}`,
    );
    return role !== 'nobody';
  }
}

@Injectable()
class LoudInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    trace.push('before');
    return next.handle().pipe(map((result: string) => `${result}!`));
  }
}

@Injectable()
class UpperCasePipe implements PipeTransform {
  transform(value: object): object {
    trace.push(`pipe ${value.constructor.name}`);
    return value instanceof Word ? Object.assign(new Word(), { word: value.word.toUpperCase() }) : value;
  }
}

class OvenError extends Error {}

@Catch(OvenError)
class OvenFilter implements ExceptionFilter {
  catch(error: OvenError, host: ArgumentsHost): string {
    return `${host.getType()} caught ${error.message}`;
  }
}

const Agent = createParamDecorator(
  (_: unknown, execution: ExecutionContext) => getMcpContext(execution).client?.name,
);

@Injectable()
class Diary {
  constructor(private readonly current: CurrentMcpContext) {}

  async who(): Promise<string> {
    await Promise.resolve();
    return this.current.get()?.requestId ?? 'nobody';
  }
}

@Injectable()
class PipelineTools {
  constructor(private readonly diary: Diary) {}

  @Tool()
  @UseGuards(RolesGuard)
  @UseInterceptors(LoudInterceptor)
  @UsePipes(UpperCasePipe)
  shout(
    @McpContext() context: McpContext,
    { word }: Word,
    @Agent() agent: string,
    @McpPrincipal() principal: Principal,
  ): string {
    trace.push('tool');
    return `${word} ${agent} ${principal.id} ${context.revision}`;
  }

  @Tool()
  @SetMetadata('role', 'nobody')
  @UseGuards(RolesGuard)
  forbidden(): string {
    return 'never';
  }

  @Tool()
  @UseFilters(OvenFilter)
  bake(): never {
    throw new OvenError('cold');
  }

  @Tool()
  @UseFilters(OvenFilter)
  refuse(): never {
    throw new ForbiddenException('Not for you');
  }

  @Tool()
  whose(): Promise<string> {
    return this.diary.who();
  }

  @Tool()
  count(): Observable<unknown> {
    return interval(1).pipe(
      take(4),
      concatMap((n) => of([{ progress: 0.5, total: 2, message: 'half' }, 'one', 'two', 'done'][n])),
    );
  }

  @Tool()
  @UseInterceptors(LoudInterceptor)
  async *generate(): AsyncGenerator<string> {
    yield 'first';
    await Promise.resolve();
    yield 'second';
    yield 'last';
  }

  @Tool()
  async *untidy(@McpContext() { signal }: McpContext): AsyncGenerator<string> {
    try {
      yield 'started';
      yield 'running';
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield 'aborted';
    } finally {
      trace.push('clean-up');
      await Promise.reject(new Error('the clean-up fails'));
    }
  }

  @Tool()
  failing(): Observable<never> {
    return throwError(() => new ForbiddenException('Not this either'));
  }
}

let made = 0;

@Injectable({ scope: Scope.REQUEST })
class ScopedTools {
  private readonly number = ++made;

  constructor(@Inject(REQUEST) private readonly context: McpContext) {}

  @Tool()
  @UseInterceptors(LoudInterceptor)
  scoped({ word }: Word): string {
    return `${word} ${this.number} ${this.context.requestId}`;
  }
}

@Module({ providers: [Diary, PipelineTools, ScopedTools] })
export class PipelineModule {}
