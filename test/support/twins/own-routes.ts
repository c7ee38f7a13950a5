import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import {
  BadRequestException,
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Header,
  HostParam,
  HttpCode,
  Inject,
  Injectable,
  Ip,
  type MessageEvent,
  Module,
  Post,
  Query,
  Redirect,
  Render,
  Req,
  Res,
  Scope,
  Sse,
  StreamableFile,
  UseGuards,
  Version,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { from, type Observable, throwError } from 'rxjs';
import { DirectRoute } from '../../../src/transport/direct-routes/index.js';

/** What Express adds to a request, as far as a direct route has it. */
interface SeenRequest {
  readonly ip: string;
  readonly originalUrl: string;
  readonly query: object;
  readonly params: object;
  seen?: unknown;
}

@Injectable()
class SeeingGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<SeenRequest>();
    const { ip, originalUrl, query, params } = request;
    request.seen = { ip, originalUrl, query, params };
    return true;
  }
}

/** What Nest's methods of the adapter do for a handler. */
@Controller('own')
class AnswersController {
  @DirectRoute()
  @Get('object')
  object(): object {
    return { text: 'Grüße', list: [1, null] };
  }

  @DirectRoute()
  @Get('text')
  text(): string {
    return 'Grüße';
  }

  @DirectRoute()
  @Get('nothing')
  nothing(): void {}

  @DirectRoute()
  @Get('headers')
  @Header('X-Own', 'yes')
  @Header('Content-Type', 'text/csv')
  headers(@Res({ passthrough: true }) response: ServerResponse): string {
    response.setHeader('Set-Cookie', ['a=1', 'b=2']);
    return 'a,b';
  }

  @DirectRoute()
  @Get('status')
  @HttpCode(418)
  status(): object {
    return {};
  }

  @DirectRoute()
  @Get('redirect')
  @Redirect('/elsewhere?a=ü', 307)
  redirect(@Query('to') to?: string): object | undefined {
    return to === undefined ? undefined : { url: to, statusCode: 301 };
  }

  @DirectRoute()
  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Buffer.from('bytes'), { type: 'image/png', disposition: 'inline' });
  }

  @DirectRoute()
  @Get('broken-file')
  brokenFile(): StreamableFile {
    return new StreamableFile(Readable.from([1]));
  }

  @DirectRoute()
  @Get('view')
  @Render('view')
  view(@Query() query: object): object {
    return query;
  }

  @DirectRoute()
  @Sse('events')
  events(): Observable<MessageEvent> {
    return from([
      { data: { a: 1 }, id: '1' },
      { data: 'text', type: 'own' },
    ]);
  }

  @DirectRoute()
  @Sse('broken-events')
  brokenEvents(): Observable<MessageEvent> {
    return throwError(() => new Error('broken events'));
  }

  @DirectRoute()
  @Get('node')
  node(@Res() response: ServerResponse): void {
    response.writeHead(203).end('node');
  }

  @DirectRoute()
  @Post('body')
  body(@Body() body: unknown): object {
    return { type: typeof body };
  }
}

/** What a handler reads of its request. */
@Controller('own')
@UseGuards(SeeingGuard)
class RequestsController {
  @DirectRoute()
  @Get('request')
  request(@Req() { seen }: SeenRequest, @Ip() ip: string, @Query('a') a: unknown): object {
    return { seen, ip, a };
  }

  @DirectRoute()
  @Get('bad-request')
  badRequest(): never {
    throw new BadRequestException({ why: 'because' });
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestScoped {
  constructor(@Inject(REQUEST) readonly request: IncomingMessage & SeenRequest) {}
}

@Controller('own')
class RequestScopedController {
  constructor(private readonly scoped: RequestScoped) {}

  @DirectRoute()
  @Get('scoped')
  scopedRequest(): object {
    const { request } = this.scoped;
    return { url: request.url, query: request.query, headers: request.headers['x-own'] };
  }

  @DirectRoute()
  @Get('scoped-error')
  fail(): never {
    throw new Error('scoped');
  }
}

@Controller({ path: 'own', host: ':tenant.example.com' })
class TenantController {
  @DirectRoute()
  @Get('tenant')
  tenant(@HostParam('tenant') tenant: string): object {
    return { tenant };
  }
}

@Controller('own')
class EveryHostController {
  @Get('tenant')
  tenant(): string {
    return 'any host';
  }
}

@Controller('own')
class VersionsController {
  @DirectRoute()
  @Version('1')
  @Get('versions')
  first(): string {
    return 'first';
  }

  @DirectRoute()
  @Version(['2', '3'])
  @Get('versions')
  second(): string {
    return 'second';
  }
}

/** Controllers with marked routes, in the ways that Nest has for them. */
@Module({
  controllers: [
    AnswersController,
    RequestsController,
    RequestScopedController,
    TenantController,
    EveryHostController,
    VersionsController,
  ],
  providers: [RequestScoped],
})
export class OwnRoutesModule {}
