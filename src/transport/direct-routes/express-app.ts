import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouterLayer } from '../../nest-host/index.js';

/** What is used of an Express 5 application. */
export interface ExpressApp {
  (request: IncomingMessage, response: ServerResponse): void;
  readonly request: object;
  readonly response: object;
  readonly router: Router;
  enabled(setting: string): boolean;
}

interface Router {
  (request: IncomingMessage, response: ServerResponse, done: () => void): void;
  readonly stack: readonly RouterLayer[];
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
  next: (error?: unknown) => void;
  res: ServerResponse;
  originalUrl: string | undefined;
  params: object;
}

/** Express's own getters, run when they are asked for: the app's settings count, and nobody pays who does not ask. */
const [QUERY, IP, PATH] = ['query', 'ip', 'path'].map((name): PropertyDescriptor => ({
  configurable: true,
  get(this: DescribedRequest): unknown {
    return Reflect.get(this.app.request, name, this);
  },
})) as [PropertyDescriptor, PropertyDescriptor, PropertyDescriptor];

/**
 * Gives a request `ip`, `originalUrl`, `path`, `query` and `params`, and a response Express's header if the app shows it.
 * @param next where Express's methods report what fails later, such as a view
 */
export function describeRequest(
  app: ExpressApp,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
): void {
  if (app.enabled('x-powered-by')) response.setHeader('X-Powered-By', 'Express');
  const described = request as DescribedRequest;
  described.app = app;
  described.next = next;
  described.res = response;
  described.originalUrl = request.url;
  described.params = {};
  Object.defineProperty(described, 'query', QUERY);
  Object.defineProperty(described, 'ip', IP);
  Object.defineProperty(described, 'path', PATH);
}

/** Makes a described request and its response what Express makes of them, for what only Express's methods do. */
export function becomeExpress(app: ExpressApp, request: IncomingMessage): void {
  const { res } = request as DescribedRequest;
  if (app.request.isPrototypeOf(request)) return;
  Object.setPrototypeOf(request, app.request);
  Object.setPrototypeOf(res, app.response);
  Object.assign(res, { locals: Object.create(null) as object });
}

/**
 * Lets Express serve a described request. One whose head is out starts at the router, since the app would set a header;
 * what nothing takes there is cut off, as the app does.
 */
export function passToExpress(app: ExpressApp, request: IncomingMessage, response: ServerResponse): void {
  if (!response.headersSent) return app(request, response);
  becomeExpress(app, request);
  app.router(request, response, () => request.socket.destroy());
}
