import type { IncomingMessage, ServerResponse } from 'node:http';
import { SetMetadata } from '@nestjs/common';

const DIRECT_ROUTE = 'rookery:direct-route';

/** What Nest registers for a route. It answers, rejects, or passes the request on to what follows. */
export type RouteCallback = (
  request: IncomingMessage,
  response: ServerResponse,
  passOn: (error?: unknown) => void,
) => unknown;

/**
 * Marks a `@Get`, `@Sse` or `@Post` method of a controller whose requests need not pass through Express: where a
 * `DirectRoutesAdapter` runs the app, they reach Nest straight from Node.
 */
export function DirectRoute(): MethodDecorator {
  return SetMetadata(DIRECT_ROUTE, true);
}

/** Whether the callback of a route is a marked method's. Nest copies a method's metadata onto its callback. */
export function isDirectRoute(callback: unknown): callback is RouteCallback {
  return typeof callback === 'function' && Reflect.hasMetadata(DIRECT_ROUTE, callback);
}
