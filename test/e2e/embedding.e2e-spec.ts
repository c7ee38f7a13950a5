import {
  type ArgumentsHost,
  Body,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  type NestInterceptor,
  Post,
  ValidationPipe,
  type VersioningOptions,
  VersioningType,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsString } from 'class-validator';
import compression from 'compression';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { McpModule } from '../../src/mcp.module.js';
import { SamplesModule } from '../../src/samples/index.js';
import { startRookery } from '../support/servers/rookery.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** What the app's own guard saw, as `METHOD path`. */
const guarded: string[] = [];
const intercepted: string[] = [];

@Injectable()
class ReadingGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ method: string; path: string; headers: object }>();
    guarded.push(`${request.method} ${request.path}`);
    return !('x-banned' in request.headers);
  }
}

@Injectable()
class WrappingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    intercepted.push(context.getHandler().name);
    return next.handle().pipe(map((data: unknown) => ({ wrapped: data })));
  }
}

@Catch()
class CatchAllFilter implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(418).json({ oops: true });
  }
}

class Greeting {
  @IsString()
  name!: string;
}

@Controller('hello')
class HelloController {
  @Get()
  hello(): string {
    return 'hi';
  }

  @Post()
  greet(@Body() { name }: Greeting): string {
    return `hi ${name}`;
  }
}

@Module({
  imports: [
    McpModule.forRootAsync({ aliases: ['/message'], useFactory: () => ({ server: { name: 'host' } }) }),
    SamplesModule,
  ],
  controllers: [HelloController],
  providers: [
    { provide: APP_GUARD, useClass: ReadingGuard },
    { provide: APP_INTERCEPTOR, useClass: WrappingInterceptor },
    { provide: APP_FILTER, useClass: CatchAllFilter },
    {
      provide: APP_PIPE,
      useValue: new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }),
    },
  ],
})
class HostApp {}

interface Host {
  readonly versioning: VersioningOptions;
  /** Where its own routes are, and the headers they need. */
  readonly own: { readonly path: string; readonly headers: Record<string, string> };
  readonly setUp: (app: NestExpressApplication) => void;
}

const HOSTS: [name: string, host: Host][] = [
  [
    'with versions in its URIs and the usual body parser',
    {
      versioning: { type: VersioningType.URI, defaultVersion: '1' },
      own: { path: '/v1/hello', headers: {} },
      setUp: () => undefined,
    },
  ],
  [
    'with versions in a header and a parser that leaves bytes',
    {
      versioning: { type: VersioningType.HEADER, header: 'x-version', defaultVersion: '1' },
      own: { path: '/hello', headers: { 'x-version': '1' } },
      setUp: (app) => app.useBodyParser('raw', { type: 'application/json' }),
    },
  ],
];

describe.each(HOSTS)("An app of someone else's %s", (_host, { versioning, own: ownRoute, setUp }) => {
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(HostApp, { logger: false });
    app.use(compression({ threshold: 0 }));
    setUp(app);
    app.setGlobalPrefix('api');
    app.enableVersioning(versioning);
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/api`;
  });

  afterAll(() => app.close());

  beforeEach(() => {
    guarded.length = 0;
    intercepted.length = 0;
  });

  it('keeps its own ways on its own routes', async () => {
    const answer = await send(url + ownRoute.path, { headers: ownRoute.headers });
    expect(answer.json).toEqual({ wrapped: 'hi' });
    expect((await post(url + ownRoute.path, { name: 1 }, ownRoute.headers)).status).toBe(418);
  });

  it('names the prefixed message path and serves a session on it', async () => {
    await using stream = await SseStream.open(`${url}/sse`, { 'accept-encoding': 'gzip' });
    const endpoint = await stream.endpoint();
    expect(new URL(endpoint).pathname).toBe('/api/message');
    expect(stream.headers['content-encoding']).toBeUndefined();
    expect((await post(endpoint, rpc(1, 'initialize', { protocolVersion: '2025-06-18' }))).status).toBe(202);
    expect(await stream.responseTo(1)).toMatchObject({ result: { serverInfo: { name: 'host' } } });
    expect((await post(endpoint, callTool(2, 'add', { a: 1, b: 2 }))).status).toBe(202);
    expect(await stream.responseTo(2)).toMatchObject({ result: { content: [{ text: '3' }] } });
  });

  it.each<[string, unknown]>([
    ['a result', callTool(1, 'add', { a: 1, b: 2 })],
    ['a result that says isError', callTool(1, 'add', { a: '1', extra: true })],
    ['an error', rpc(1, 'nothing')],
    ['the list of tools', rpc(1, 'tools/list')],
    ['what is not JSON-RPC', { hello: 1 }],
  ])('sends %s byte for byte as the service does', async (_, message) => {
    await using service = await startRookery();
    const expected = await post(`${service.url}/message`, message);
    const answer = await post(`${url}/message`, message);
    expect([answer.status, answer.text]).toEqual([expected.status, expected.text]);
  });

  it('sends the same refusals as the service does', async () => {
    await using service = await startRookery();
    for (const [path, headers] of [
      ['/message?sessionId=x', {}],
      ['/message', { 'content-type': 'text/plain' }],
      ['/message', { origin: 'https://evil.example' }],
      ['/message', { host: 'evil.example' }],
    ] as const) {
      const expected = await post(service.url + path, '{}', headers);
      const answer = await post(url + path, '{}', headers);
      expect([answer.status, answer.json]).toMatchObject([
        expected.status,
        {
          jsonrpc: '2.0',
          id: null,
          error: { code: (expected.json as { error: { code: number } }).error.code },
        },
      ]);
    }
  });

  it('runs its global guard and interceptor once for each HTTP request, never on the input of a tool', async () => {
    await post(`${url}/message`, callTool(1, 'echo', { message: 'x' }));
    expect([guarded, intercepted]).toEqual([['POST /api/message'], ['receive']]);
  });

  it('refuses with its guard, and the client gets a JSON-RPC error', async () => {
    const answer = await post(`${url}/message`, rpc(1, 'ping'), { 'x-banned': 'yes' });
    expect([answer.status, answer.json]).toEqual([
      403,
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'Forbidden resource' } },
    ]);
  });

  it('closes with streams open', async () => {
    const own = await NestFactory.create(HostApp, { logger: false });
    await own.listen(0, '127.0.0.1');
    await using stream = await SseStream.open(`${await own.getUrl()}/sse`);
    await stream.endpoint();
    await own.close();
    await stream.ended();
  });
});
