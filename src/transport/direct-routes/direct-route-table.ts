import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouterLayer } from '../../nest-host/index.js';
import { isThenable } from '../../protocol/index.js';
import { isDirectRoute, type RouteCallback } from './direct-route.decorator.js';
import {
  describeRequest,
  type DirectMethod,
  type ExpressApp,
  findObstacle,
  passToExpress,
} from './express-app.js';

/** A marked route that goes through Express all the same, and why. */
export interface ObstructedRoute {
  readonly route: string;
  readonly reason: string;
}

/** The marked routes of an Express app, by their exact paths. */
export class DirectRouteTable {
  readonly obstructed: ObstructedRoute[] = [];
  private readonly callbacks = {
    GET: new Map<string, RouteCallback>(),
    POST: new Map<string, RouteCallback>(),
  };
  /** Requests that left their route again: Express takes them on behind it. */
  private readonly passedOn = new WeakMap<IncomingMessage, { readonly error: unknown }>();

  constructor(private readonly app: ExpressApp) {}

  /** The direct routes, as `GET /sse`. */
  get routes(): string[] {
    return Object.entries(this.callbacks).flatMap(([method, callbacks]) =>
      [...callbacks.keys()].map((path) => `${method} ${path}`),
    );
  }

  /**
   * Takes a route that the app is about to register.
   * @param idle layers of the app that do nothing
   * @returns the callback that Express must have in place of the route's
   */
  register(
    method: DirectMethod,
    path: unknown,
    callback: unknown,
    idle: ReadonlySet<RouterLayer>,
  ): RouteCallback | undefined {
    if (typeof path !== 'string' || !isDirectRoute(callback)) return undefined;
    const reason = isLiteral(path) ? findObstacle(this.app, idle, method, path) : 'a pattern in its path';
    if (reason !== undefined) {
      this.obstructed.push({ route: `${method} ${path}`, reason });
      return undefined;
    }
    this.callbacks[method].set(path, callback);
    return this.skipPassedOn(callback);
  }

  findRoute({ method, url = '' }: IncomingMessage): RouteCallback | undefined {
    if (method !== 'POST' && method !== 'GET') return undefined;
    const mark = url.indexOf('?');
    return this.callbacks[method].get(mark < 0 ? url : url.slice(0, mark));
  }

  /** Serves a request as Express would: a callback that fails or passes on is followed by what Express has next. */
  serveRoute(callback: RouteCallback, request: IncomingMessage, response: ServerResponse): void {
    const passOn = (error?: unknown): void => {
      if (this.passedOn.has(request)) return;
      this.passedOn.set(request, { error });
      passToExpress(this.app, request, response);
    };
    describeRequest(this.app, request, response, passOn);
    try {
      const served = callback(request, response, passOn);
      // Express passes a rejection on as an error even if it is none, but not what is thrown at once.
      if (isThenable(served))
        served.then(undefined, (error: unknown) => passOn(error || new Error('Rejected promise')));
    } catch (error) {
      passOn(error);
    }
  }

  private skipPassedOn(callback: RouteCallback): RouteCallback {
    return (request, response, next) => {
      const passed = this.passedOn.get(request);
      return passed ? next(passed.error) : callback(request, response, next);
    };
  }
}

function isLiteral(path: string): boolean {
  return /^[\w./~-]+$/.test(path);
}
