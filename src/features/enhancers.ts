import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
} from '@nestjs/common/constants.js';
import { ConfigurationError } from '../protocol/index.js';
import type { DecoratedMethod } from './decorated-method.js';

/** The metadata that Nest keeps each kind of enhancer by: what runs one, and the decorator that puts it there. */
const ENHANCERS = [
  { key: GUARDS_METADATA, method: 'canActivate', decorator: '@UseGuards()' },
  { key: INTERCEPTORS_METADATA, method: 'intercept', decorator: '@UseInterceptors()' },
  { key: PIPES_METADATA, method: 'transform', decorator: '@UsePipes()' },
  { key: EXCEPTION_FILTERS_METADATA, method: 'catch', decorator: '@UseFilters()' },
] as const;

export function hasEnhancers(method: DecoratedMethod<unknown>): boolean {
  return ENHANCERS.some(({ key }) => hasEnhancersOf(method, key));
}

export function hasFilters(method: DecoratedMethod<unknown>): boolean {
  return hasEnhancersOf(method, EXCEPTION_FILTERS_METADATA);
}

/** Whether the method or its class carries a kind of enhancer. */
function hasEnhancersOf({ prototype, method }: DecoratedMethod<unknown>, key: string): boolean {
  return Reflect.hasMetadata(key, method) || Reflect.hasMetadata(key, prototype.constructor);
}

/**
 * Nest makes the enhancers that are given by their class when it looks at the providers, and passes over those that it has
 * not made: a guard would be missing without a word.
 * @throws ConfigurationError for an enhancer that would not run
 */
export function checkEnhancers({ wrapper, prototype, method, label }: DecoratedMethod<unknown>): void {
  for (const { key, method: runs, decorator } of ENHANCERS)
    for (const place of [method, prototype.constructor])
      for (const enhancer of (Reflect.getMetadata(key, place) ?? []) as unknown[]) {
        if (typeof enhancer !== 'function' || typeof Reflect.get(enhancer, runs) === 'function') continue;
        if (wrapper.host?.injectables.has(enhancer)) continue;
        const reason = wrapper.isNotMetatype
          ? `Nest makes it only for a provider that is given by its class. List ${prototype.constructor.name} in the providers, or write useClass`
          : `another decorator has replaced the method. Put ${decorator} above that decorator`;
        throw new ConfigurationError(`${label}: ${enhancer.name} would not run, since ${reason}`);
      }
}
