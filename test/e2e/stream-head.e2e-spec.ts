import type { AddressInfo } from 'node:net';
import {
  type CallHandler,
  type ExecutionContext,
  Module,
  type NestInterceptor,
  RequestTimeoutException,
  type Type,
} from '@nestjs/common';
import { APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import { catchError, type Observable, retry, throwError, timeout, TimeoutError } from 'rxjs';
import { DirectRoutesAdapter, McpModule } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { OpenStreams, SessionsService } from '../../src/sessions/index.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { RawConnection } from '../support/wire/raw-connection.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** The first bytes of a body: what Nest or an app writes before us would be seen here. */
const FIRST_BYTES = /\r\n\r\n(?:[0-9a-f]+\r\n)?event: endpoint\ndata: \/message\?sessionId=/;

/** As Nest's documentation shows it, with the errors of everyone turned into its own. */
class TimeoutInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      timeout(1000),
      catchError((error: unknown) =>
        throwError(() => (error instanceof TimeoutError ? new RequestTimeoutException() : error)),
      ),
    );
  }
}

class MappingInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      timeout(200),
      retry(1),
      catchError(() => throwError(() => new RequestTimeoutException())),
    );
  }
}

/** What Nest cannot send: it finds out when it writes the head. */
class StatusInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    context.switchToHttp().getResponse<{ statusCode: number }>().statusCode = 9_999;
    return next.handle();
  }
}

interface Started extends AsyncDisposable {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly port: number;
}

async function start(
  directRoutes: boolean,
  interceptor?: Type<NestInterceptor>,
  configure: (app: NestExpressApplication) => void = () => undefined,
): Promise<Started> {
  @Module({
    imports: [
      McpModule.forRoot({ directRoutes, aliases: ['/', '/message'], streams: { heartbeatMs: 100 } }),
      SamplesModule,
    ],
    providers: interceptor ? [{ provide: APP_INTERCEPTOR, useClass: interceptor }] : [],
  })
  class AppModule {}
  const adapter = directRoutes ? new DirectRoutesAdapter() : new ExpressAdapter();
  const app = await NestFactory.create<NestExpressApplication>(AppModule, adapter, {
    bodyParser: false,
    forceCloseConnections: true,
    logger: false,
  });
  configure(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => app.close() };
}

function openRaw({ port }: Started, path: string): RawConnection {
  const connection = RawConnection.open({ port, isTls: false });
  connection.send(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\r\n`,
  );
  return connection;
}

describe.each([
  ['with direct routes', true],
  ['through Express', false],
])('The head of a stream, %s', (_name, directRoutes) => {
  it.each(['/sse', '/'])('is followed by the e of event, at %s', async (path) => {
    await using server = await start(directRoutes);
    await using connection = openRaw(server, path);
    expect(await connection.waitFor(/sessionId=/)).toMatch(FIRST_BYTES);
  });

  it.each(['/sse', '/'])('is followed by the e of event behind compression, at %s', async (path) => {
    await using server = await start(directRoutes, undefined, (app) =>
      app.use(compression({ threshold: 0 })),
    );
    await using connection = openRaw(server, path);
    expect(await connection.waitFor(/sessionId=/)).toMatch(FIRST_BYTES);
  });

  it.each(['/sse', '/'])(
    'is followed by every message of the session, and nothing else, at %s',
    async (path) => {
      await using server = await start(directRoutes);
      await using stream = await SseStream.open(server.url + path);
      const endpoint = await stream.endpoint();
      const [session] = server.app.get(SessionsService).all();
      const sent: string[] = [];
      session!.streams[0]!.events.subscribe(({ message }) => sent.push(message));
      for (let id = 1; id <= 5; id++) await post(endpoint, callTool(id, 'echo', { message: `${id}` }));
      await stream.responseTo(5);
      expect(sent).toHaveLength(5);
      expect(stream.events.filter(({ type }) => type === 'message').map(({ data }) => data)).toEqual(sent);
      expect(stream.bytes.replaceAll(': heartbeat\n', '')).toBe(
        [stream.bytes.split('\n\n')[0], ...sent.map((data) => `event: message\ndata: ${data}`), ''].join(
          '\n\n',
        ),
      );
    },
  );
});

describe.each([
  ['with direct routes', true],
  ['through Express', false],
])('An interceptor of the app, %s', (_name, directRoutes) => {
  it.each(['/sse', '/'])('does not end a stream after its time-out, nor write to it, at %s', async (path) => {
    await using server = await start(directRoutes, TimeoutInterceptor);
    await using stream = await SseStream.open(server.url + path);
    const endpoint = await stream.endpoint();
    // Three seconds of heartbeats.
    while (stream.events.filter(({ comment }) => comment === 'heartbeat').length < 30)
      await stream.waitFor(() => stream.events.filter(({ comment }) => comment === 'heartbeat').length >= 30);
    await post(endpoint, rpc(1, 'ping'));
    expect(await stream.responseTo(1)).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    expect(new Set(stream.events.map(({ type }) => type))).toEqual(
      new Set(['endpoint', undefined, 'message']),
    );
    expect(stream.isEnded).toBe(false);
  });

  it('that retries and maps all errors opens one session', async () => {
    await using server = await start(directRoutes, MappingInterceptor);
    await using stream = await SseStream.open(`${server.url}/sse`);
    const endpoint = await stream.endpoint();
    while (stream.events.length < 10) await stream.waitFor(() => stream.events.length >= 10);
    await post(endpoint, rpc(1, 'ping'));
    await stream.responseTo(1);
    expect(stream.events.filter(({ type }) => type === 'endpoint')).toHaveLength(1);
    expect(server.app.get(OpenStreams).count).toBe(1);
  });

  it.each([
    ['POST', '/message?sessionId=none', 404],
    ['POST', '/message', 400],
    ['PUT', '/sse', 405],
    ['GET', '/sse?resume=short', 400],
    ['GET', '/', 404],
  ])('does not change the answer to %s %s', async (method, path, status) => {
    await using server = await start(directRoutes, MappingInterceptor);
    const answer = await send(server.url + path, {
      method,
      ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: '{' }),
    });
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ jsonrpc: '2.0', id: null, error: {} });
  });

  it('that makes the head impossible gets the error answered, and the session ends', async () => {
    await using server = await start(directRoutes, StatusInterceptor);
    const answer = await send(`${server.url}/sse`, { headers: { accept: 'text/event-stream' } });
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({ jsonrpc: '2.0', error: { code: -32603 } });
    expect(server.app.get(OpenStreams).count).toBe(0);
    expect([...server.app.get(SessionsService).all()]).toEqual([]);
  });
});
