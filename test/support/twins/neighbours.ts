import type { ServerResponse } from 'node:http';
import {
  All,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  Get,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestInterceptor,
  type NestModule,
  Post,
  type Type,
} from '@nestjs/common';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { map, type Observable } from 'rxjs';

@Controller({ host: 'other.example' })
export class OtherHostController {
  @Get(['sse', 'mcp'])
  sse(): string {
    return 'other host';
  }

  @Post(['sse', 'message', 'messages', 'mcp'])
  message(): string {
    return 'other host';
  }
}

@Controller({ version: '2' })
export class SecondVersionController {
  @Get(['sse', 'mcp'])
  sse(): string {
    return 'version 2';
  }

  @Post(['sse', 'message', 'messages', 'mcp'])
  message(): string {
    return 'version 2';
  }
}

@Controller()
export class NeighbourController {
  @All(['health', 'sse/more', 'message/more'])
  neighbour(): string {
    return 'neighbour';
  }
}

@Injectable()
export class Refusal implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return !context.switchToHttp().getRequest<{ url: string }>().url.includes('%0d');
  }
}

@Injectable()
export class Wrapping implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ wrapped: data })));
  }
}

@Catch()
export class Teapot implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<ServerResponse>().writeHead(418).end('teapot');
  }
}

@WebSocketGateway({ path: '/ws' })
export class EchoGateway {
  @SubscribeMessage('echo')
  echo(@MessageBody() data: unknown): unknown {
    return { event: 'echo', data };
  }
}

/** A module whose middleware sets a header on these paths. */
export function marking(...paths: string[]): Type {
  @Module({})
  class MarkingModule implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer
        .apply(function mark(_request: unknown, response: ServerResponse, next: () => void) {
          response.setHeader('X-Marked', 'yes');
          next();
        })
        .forRoutes(...paths);
    }
  }
  return MarkingModule;
}

export function moduleOf(controller: Type): Type {
  @Module({ controllers: [controller] })
  class ControllerModule {}
  return ControllerModule;
}
