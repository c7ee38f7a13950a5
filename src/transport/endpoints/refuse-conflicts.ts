import { RequestMethod, type Type } from '@nestjs/common';
import type { AppRoute } from '../../nest-host/index.js';
import { ConfigurationError } from '../../protocol/index.js';

/** Of one segment or of several; a quoted name may have any letters. */
const PARAMETER = /[:*](?:\w+|"[^"]*")/g;

/**
 * Express asks the first route that takes a request, and says nothing of the others.
 * @param routes in the order in which Express asks them
 * @param module that has our routes
 * @throws ConfigurationError for a route of ours that one of the app's keeps from ever being asked, or the other way round
 */
export function refuseConflicts(routes: readonly AppRoute[], module: Type): void {
  for (const [index, later] of routes.entries()) {
    const isOurs = later.module === module;
    const earlier = routes
      .slice(0, index)
      .find((route) => (route.module === module) !== isOurs && takesAllOf(route, later));
    if (!earlier) continue;
    const own = isOurs ? earlier : later;
    throw new ConfigurationError(
      `${describe(earlier)} takes every request of ${describe(later)}, since it is registered first: ` +
        `give ${own.controller} another route, or McpModule another \`path\``,
    );
  }
}

function takesAllOf(earlier: AppRoute, later: AppRoute): boolean {
  return (
    !earlier.isSelective &&
    (earlier.method === RequestMethod.ALL || earlier.method === later.method) &&
    samplesOf(later.path).some((path) => earlier.matches(path))
  );
}

/** Paths that a pattern of path-to-regexp 8 matches: with its optional parts, and without. */
function samplesOf(pattern: string): string[] {
  const whole = pattern.replace(/[{}]/g, '');
  return [whole, withoutOptional(pattern)].map((path) => path.replace(PARAMETER, '~') || '/');
}

/** Optional parts may have others inside. */
function withoutOptional(pattern: string): string {
  const shorter = pattern.replace(/\{[^{}]*\}/g, '');
  return shorter === pattern ? pattern : withoutOptional(shorter);
}

function describe({ controller, handler, method, path }: AppRoute): string {
  return `${controller}.${handler} (${RequestMethod[method]} ${path})`;
}
