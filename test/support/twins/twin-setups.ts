import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ValidationPipe, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { ExpressAdapter, NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { ROOT } from '../servers/server-process.js';
import {
  EchoGateway,
  marking,
  moduleOf,
  NeighbourController,
  OtherHostController,
  Refusal,
  SecondVersionController,
  Teapot,
  Wrapping,
} from './neighbours.js';
import type { AppSetup } from './twin-apps.js';
import { MAX_BODY_BYTES, type Target } from './wire-cases.js';

export interface TwinSetup {
  readonly name: string;
  readonly setup: AppSetup;
  readonly target: Target;
  /** Why the MCP routes go through Express, with `{path}` for theirs; none where they are direct. */
  readonly obstacle?: string;
  /** Whether answers differ from those of an app that has nothing else. */
  readonly changesAnswers?: boolean;
}

const mcp = { edge: { maxBodyBytes: MAX_BODY_BYTES } };
const here: Target = { base: '', headers: [] };

function withSetup(name: string, setup: AppSetup, others: Partial<TwinSetup> = {}): TwinSetup {
  return { name, target: here, ...others, setup: { mcp, ...setup } };
}

function configured(
  name: string,
  configure: (app: NestExpressApplication) => unknown,
  others: Partial<TwinSetup> = {},
): TwinSetup {
  return withSetup(name, { configure: (app) => void configure(app) }, others);
}

const pem = (name: string): string =>
  readFileSync(join(ROOT, 'test/support/wire/tls', `${name}.pem`), 'utf8');
const changesAnswers = true;

/** Where the MCP routes are direct. */
const DIRECT: readonly TwinSetup[] = [
  withSetup('nothing else', {}),
  configured('a global prefix', (app) => app.setGlobalPrefix('api/v1.0'), {
    target: { base: '/api/v1.0', headers: [] },
  }),
  withSetup('versions in its URIs', {
    before: [moduleOf(SecondVersionController)],
    configure: (app) =>
      void app.enableVersioning({ type: VersioningType.URI, defaultVersion: VERSION_NEUTRAL }),
  }),
  configured(
    'a default version in a header',
    (app) => app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version', defaultVersion: '1' }),
    { target: { base: '', headers: ['X-Version: 3'] } },
  ),
  configured('a default version in the media type', (app) =>
    app.enableVersioning({ type: VersioningType.MEDIA_TYPE, key: 'v=', defaultVersion: '1' }),
  ),
  withSetup('routes and middleware of other paths', {
    before: [moduleOf(NeighbourController), marking('elsewhere', 'sse/more')],
    configure: (app) => void app.use('/messages/more', passOn),
  }),
  withSetup(
    'global enhancers',
    {
      providers: [
        { provide: APP_GUARD, useClass: Refusal },
        { provide: APP_INTERCEPTOR, useClass: Wrapping },
        { provide: APP_FILTER, useClass: Teapot },
        { provide: APP_PIPE, useValue: new ValidationPipe({ whitelist: true, transform: true }) },
      ],
    },
    { changesAnswers },
  ),
  configured('Express hidden and its proxy trusted', (app) =>
    app.disable('x-powered-by').set('trust proxy', true),
  ),
  withSetup('HTTPS', { options: { httpsOptions: { key: pem('key'), cert: pem('certificate') } } }),
  withSetup('a WebSocket gateway', {
    providers: [EchoGateway],
    configure: (app) => void app.useWebSocketAdapter(new WsAdapter(app)),
  }),
  withSetup('503 while it closes', { options: { return503OnClosing: true, forceCloseConnections: true } }),
  withSetup(
    'no POST without a session',
    { mcp: { ...mcp, httpSse: { sessionlessPost: false } } },
    { changesAnswers },
  ),
];

function adapterOf(app: NestExpressApplication): ExpressAdapter {
  return app.getHttpAdapter() as unknown as ExpressAdapter;
}

function passOn(_request: unknown, _response: unknown, next: () => void): void {
  next();
}

function through(obstacle: string, setup: TwinSetup): TwinSetup {
  return { ...setup, obstacle };
}

/** Where something is in front of the MCP routes. */
const THROUGH_EXPRESS: readonly TwinSetup[] = [
  through(
    'middleware passOn',
    configured('middleware', (app) => app.use(passOn)),
  ),
  through(
    'middleware handler',
    withSetup('middleware of a module', { before: [marking('sse', 'message', 'messages', 'mcp')] }),
  ),
  through(
    'middleware corsMiddleware',
    configured('CORS of its own', (app) => app.enableCors(), { changesAnswers }),
  ),
  through(
    'middleware jsonParser',
    withSetup('body parsers', { options: { bodyParser: true } }, { changesAnswers }),
  ),
  through(
    'request hooks',
    configured('a hook on requests', (app) => {
      adapterOf(app).setOnRequestHook((_request, response, done) => {
        response.setHeader('X-Hooked', 'yes');
        done();
      });
    }),
  ),
  through(
    'request hooks',
    configured('a hook on responses', (app) => adapterOf(app).setOnResponseHook(() => undefined)),
  ),
  through(
    'a pattern in its path',
    configured('a parameter in its prefix', (app) => app.setGlobalPrefix(':tenant'), {
      target: { base: '/:tenant', headers: [] },
    }),
  ),
  through(
    'the route {path}',
    withSetup(
      'the same paths at another host',
      { before: [moduleOf(OtherHostController)] },
      { changesAnswers },
    ),
  ),
  through(
    'the route {path}',
    withSetup(
      'the same paths in another version',
      {
        before: [moduleOf(SecondVersionController)],
        configure: (app) => void app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' }),
      },
      { changesAnswers },
    ),
  ),
];

export const TWIN_SETUPS = [...DIRECT, ...THROUGH_EXPRESS];
