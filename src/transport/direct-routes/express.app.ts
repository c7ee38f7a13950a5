import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is used of an Express 5 application. */
export interface ExpressApp {
  (request: IncomingMessage, response: ServerResponse): void;
  readonly request: object;
  readonly response: object;
  readonly router: { readonly stack: readonly RouterLayer[] };
  enabled(setting: string): boolean;
}

/** A step of Express's router: a route, or a middleware. */
export interface RouterLayer {
  readonly name: string;
  readonly route?: {
    readonly path: unknown;
    readonly methods: Readonly<Record<string, boolean | undefined>>;
  };
  match(path: string): unknown;
}

export type DirectMethod = 'GET' | 'POST';

/**
 * What Express would do with a request before it reaches the route that is registered next: another route that
 * matches, or any middleware.
 * @param idle layers that do nothing
 * @returns a word for it, or `undefined` if there is none
 */
export function findObstacle(
  { router }: ExpressApp,
  idle: ReadonlySet<RouterLayer>,
  method: DirectMethod,
  path: string,
): string | undefined {
  const obstacle = router.stack.find(
    (layer) => !idle.has(layer) && serves(layer, method) && Boolean(layer.match(path)),
  );
  if (!obstacle) return undefined;
  return obstacle.route ? `the route ${String(obstacle.route.path)}` : `middleware ${obstacle.name}`;
}

function serves({ route }: RouterLayer, method: DirectMethod): boolean {
  return !route || Boolean(route.methods['_all'] ?? route.methods[method.toLowerCase()]);
}

/** A request as Node makes it, with what guards and parameter decorators read of Express's. */
interface DescribedRequest extends IncomingMessage {
  app: ExpressApp;
  res: ServerResponse;
  originalUrl: string | undefined;
  params: object;
}

/** Express's own getters, run when they are asked for: the app's settings count, and nobody pays who does not ask. */
const [QUERY, IP] = ['query', 'ip'].map((name): PropertyDescriptor => ({
  configurable: true,
  get(this: DescribedRequest): unknown {
    return Reflect.get(this.app.request, name, this);
  },
})) as [PropertyDescriptor, PropertyDescriptor];

/** Gives a request `ip`, `originalUrl`, `query` and `params`, and a response Express's header if the app shows it. */
export function describeRequest(app: ExpressApp, request: IncomingMessage, response: ServerResponse): void {
  if (app.enabled('x-powered-by')) response.setHeader('X-Powered-By', 'Express');
  const described = request as DescribedRequest;
  described.app = app;
  described.res = response;
  described.originalUrl = request.url;
  described.params = {};
  Object.defineProperty(described, 'query', QUERY);
  Object.defineProperty(described, 'ip', IP);
}

/** Makes a described request and its response what Express makes of them, for what only Express's methods do. */
export function becomeExpress(app: ExpressApp, request: IncomingMessage): void {
  const { res } = request as DescribedRequest;
  if (app.request.isPrototypeOf(request)) return;
  Object.setPrototypeOf(request, app.request);
  Object.setPrototypeOf(res, app.response);
  Object.assign(res, { locals: Object.create(null) as object });
}
