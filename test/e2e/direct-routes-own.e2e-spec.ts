import { type NestExpressApplication } from '@nestjs/platform-express';
import { VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { FailingRoutesModule } from '../support/twins/failing-routes.js';
import { Refusal, Teapot, Wrapping } from '../support/twins/neighbours.js';
import { OwnRoutesModule } from '../support/twins/own-routes.js';
import { type AppSetup, TwinApps, type Way } from '../support/twins/twin-apps.js';
import {
  type Address,
  exchange,
  RawConnection,
  type RawRequest,
  rawRequest,
} from '../support/wire/raw-connection.js';

type RouteCase = [target: string, way: Way, shows: RegExp, request?: RawRequest];

const posted = { method: 'POST', body: '{"a":1}' };
const host = (value: string): RawRequest => ({ headers: [`Host: ${value}`] });
const forwarded = { headers: ['X-Forwarded-For: 10.1.2.3'] };
const etag = { headers: ['If-None-Match: W/"24-E/bDtjLmcBEcdPoXDsNCiiw1YSk"'] };

const ANSWERS: readonly RouteCase[] = [
  ['/own/object', 'direct', /"list":\[1,null\]/],
  ['/own/object', 'direct', /ETag/, etag],
  ['/own/text', 'direct', /^HTTP\/1.1 200 /],
  ['/own/nothing', 'direct', /^HTTP\/1.1 200 [^]+\r\n\r\n$/],
  ['/own/headers', 'direct', /X-Own: yes[^]+Set-Cookie: b=2|Set-Cookie: b=2[^]+X-Own: yes/i],
  ['/own/status', 'direct', /^HTTP\/1.1 418 /],
  ['/own/redirect', 'direct', /^HTTP\/1.1 307 [^]+Location: \/elsewhere/],
  ['/own/redirect?to=/x', 'direct', /^HTTP\/1.1 301 /],
  ['/own/redirect', 'direct', /<p>|href/, { headers: ['Accept: text/html'] }],
  ['/own/file', 'direct', /Content-Disposition: inline/],
  ['/own/broken-file', 'direct', /^HTTP\/1.1 400 /],
  ['/own/view?a=b', 'direct', /<p>b<\/p>/],
  ['/own/view?late=yes', 'express', /^HTTP\/1.1 500 /],
  ['/own/events', 'direct', /event: own/],
  ['/own/broken-events', 'direct', /^HTTP\/1.1 500 /],
  ['/own/node', 'direct', /^HTTP\/1.1 203 /],
  ['/own/body', 'direct', /^HTTP\/1.1 201 /, posted],
  ['/own/request?a=b&c[d]=e&a=f', 'direct', /"originalUrl":"\/own\/request/, forwarded],
  ['/own/request?a=%zz', 'direct', /"params":\{\}/],
  ['/own/bad-request', 'direct', /because/],
  ['/own/scoped?a=b', 'direct', /"query":\{"a":"b"\}/, { headers: ['X-Own: 1'] }],
  ['/own/scoped-error', 'direct', /^HTTP\/1.1 500 /],
  ['/own/tenant', 'direct', /"tenant":"acme"/, host('acme.example.com:80')],
  ['/own/tenant', 'express', /any host/, host('example.com')],
  ['/own/versions', 'direct', /first/, { headers: ['X-Version: 1'] }],
  ['/own/versions', 'express', /second/, { headers: ['X-Version: 3'] }],
  ['/own/versions', 'express', /^HTTP\/1.1 404 /, { headers: ['X-Version: 4'] }],
];

const FAILURES: readonly RouteCase[] = [
  ['/failing/error', 'direct', /^HTTP\/1.1 500 /],
  ...['error', 'undefined', 'null', 'zero', 'route'].map((what): RouteCase => [
    `/failing/rejection?what=${what}`,
    'direct',
    /^HTTP\/1.1 500 /,
  ]),
  ['/failing/guard', 'direct', /^HTTP\/1.1 500 /],
  ...['error', 'undefined', 'null', 'zero'].map((what): RouteCase => [
    `/failing/filter?what=${what}`,
    'express',
    /^HTTP\/1.1 500 /,
  ]),
  ['/failing/filter?what=route', 'express', /^HTTP\/1.1 404 /],
  ['/failing/passing-on-filter', 'express', /^HTTP\/1.1 500 /],
  ['/failing/next', 'express', /^HTTP\/1.1 404 /],
  ['/failing/next-with?what=error', 'express', /^HTTP\/1.1 500 /],
  ['/failing/next-with?what=zero', 'express', /^HTTP\/1.1 404 /],
  ['/failing/next-with?what=route', 'express', /^HTTP\/1.1 404 /],
  ['/failing/next-twice', 'express', /^HTTP\/1.1 404 /],
  ['/failing/next-later', 'express', /the route that follows/],
  ['/failing/next-body', 'express', /\{"a":1\}/, posted],
  ['/failing/after-headers', 'direct', /begun/],
];

const CASES = [...ANSWERS, ...FAILURES].map(([target, way, shows, request]) => ({
  target,
  way,
  shows,
  request,
}));

/** A view engine that answers at once, or fails later. */
function render(
  _path: string,
  options: { a?: string; late?: string },
  done: (error: unknown, html?: string) => void,
): void {
  if (options.late === undefined) done(null, `<p>${options.a}</p>`);
  else setImmediate(() => done(new Error('the view')));
}

function configure(app: NestExpressApplication): void {
  app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version', defaultVersion: VERSION_NEUTRAL });
  app.engine('html', render);
  app.setViewEngine('html');
  app.setBaseViewsDir('test/support/twins/views');
}

const SETUPS: [name: string, setup: AppSetup, changesAnswers: boolean][] = [
  ['nothing else', { configure }, false],
  [
    'settings of Express',
    {
      configure: (app) => {
        configure(app);
        app.disable('x-powered-by').disable('etag').set('trust proxy', 1).set('query parser', 'extended');
        app.set('json spaces', 2);
      },
    },
    true,
  ],
  [
    'global enhancers',
    {
      configure,
      providers: [
        { provide: APP_GUARD, useClass: Refusal },
        { provide: APP_INTERCEPTOR, useClass: Wrapping },
        { provide: APP_FILTER, useClass: Teapot },
      ],
    },
    true,
  ],
];

/** Nest keeps the connection of an event stream: it is read until its last chunk. */
async function ask(address: Address, target: string, request?: RawRequest): Promise<string> {
  if (!target.endsWith('/events')) return exchange(address, rawRequest(target, request));
  await using connection = RawConnection.open(address);
  connection.send(rawRequest(target, request));
  return await connection.waitFor(/\r\n0\r\n\r\n$/);
}

describe.each(SETUPS)('Marked routes of an app with %s', (_, setup, changesAnswers) => {
  let twins: TwinApps;

  beforeAll(async () => {
    twins = await TwinApps.start({ ...setup, before: [OwnRoutesModule, FailingRoutesModule] });
  });

  afterAll(() => twins[Symbol.asyncDispose]());

  it('are direct, but for those with another of their path before them', () => {
    const { direct, throughExpress } = twins.adapter.report!;
    expect(direct).toEqual(
      expect.arrayContaining(['GET /own/tenant', 'POST /own/body', 'GET /failing/next-later']),
    );
    expect(throughExpress).toEqual([
      { route: 'GET /own/versions', reason: 'the route /own/versions' },
      { route: 'GET /failing/next-later', reason: 'the route /failing/next-later' },
    ]);
  });

  it.each(CASES)('answer $target the same ($way, $shows)', async ({ target, way, shows, request }) => {
    const { direct, express } = await twins.observe((address) => ask(address, target, request), 1);
    expect(direct.received).toBe(express.received);
    expect(direct.log).toEqual(express.log);
    if (!changesAnswers) {
      expect(direct.received).toMatch(shows);
      expect([direct.ways, express.ways]).toEqual([[way], ['express']]);
    }
  });
});
