import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ConfigurationError } from '../protocol/index.js';
import { copyMetadata } from './copy-metadata.js';
import type { DecoratedMethod, ProviderWrapper } from './decorated-method.js';
import { isMethod, type MethodMark } from './method-mark.js';
import { explainTwice } from './provided-twice.js';
import { explainUnserved } from './unserved-methods.js';

/** The methods of all providers that carry one decorator. */
export interface DecoratedMethods<Options> {
  readonly methods: readonly DecoratedMethod<Options>[];
  /** A sentence for each class that the decorator stands in and no provider serves. */
  readonly warnings: readonly string[];
}

/** A provider, or what each call makes one of. */
interface Host {
  readonly wrapper: ProviderWrapper;
  readonly prototype: object;
  readonly provider: object | undefined;
}

/** Finds decorated methods on the providers of every module. */
@Injectable()
export class DecoratedMethodsExplorer {
  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws ConfigurationError for a method that cannot be served, and for a class that asks for what Nest cannot know */
  findMethods<Options>(mark: MethodMark<Options>): DecoratedMethods<Options> {
    const methods: DecoratedMethod<Options>[] = [];
    const hosts = new Map<object, Host>();
    for (const wrapper of this.discovery.getProviders()) {
      const host = hostOf(wrapper);
      if (!host) continue;
      const other = hosts.get(host.prototype);
      if (other && other.provider !== undefined && other.provider === host.provider) continue;
      const own = [...decoratedMethodsOf(host, mark)];
      if (other && own[0]) throw explainTwice(own[0], other.wrapper);
      hosts.set(host.prototype, host);
      methods.push(...own);
    }
    return { methods, warnings: explainUnserved(mark, methods, [...hosts.keys()]) };
  }
}

function hostOf(wrapper: ProviderWrapper): Host | undefined {
  if (wrapper.isAlias) return undefined;
  const isLasting = wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
  if (!isLasting) {
    const { prototype } = classOf(wrapper) ?? {};
    return prototype && { wrapper, prototype, provider: undefined };
  }
  const provider: unknown = wrapper.instance;
  if (typeof provider !== 'object' || provider === null) return undefined;
  const prototype = Object.getPrototypeOf(provider) as object | null;
  return prototype ? { wrapper, prototype, provider } : undefined;
}

/** Of what a factory makes for each call, only the token may say the class. */
function classOf({ isNotMetatype, metatype, token }: ProviderWrapper): { prototype?: object } | undefined {
  const known: unknown = isNotMetatype ? token : metatype;
  return typeof known === 'function' ? known : undefined;
}

/** A method counts as its nearest class has it: one that overrides another has only its own decorators. */
function* decoratedMethodsOf<Options>(
  { wrapper, prototype, provider }: Host,
  mark: MethodMark<Options>,
): Iterable<DecoratedMethod<Options>> {
  const seen = new Set<string>();
  for (let owner = prototype; owner !== Object.prototype; owner = Object.getPrototypeOf(owner) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (seen.has(name) || name === 'constructor') continue;
      seen.add(name);
      if (!isMethod(value)) continue;
      const place = mark.find(owner, name);
      const options = place ? place.options : mark.readCopied(value);
      if (options === undefined) continue;
      const { first, latest } = place?.followed ?? { first: value, latest: value };
      copyMetadata(latest, value);
      const label = `${prototype.constructor.name}.${name}`;
      if (!wrapper.isNotMetatype) checkInjection(prototype.constructor, label);
      const parameterCount = first.length;
      yield { wrapper, prototype, provider, name, method: value, parameterCount, options, label };
    }
    if (Object.getPrototypeOf(owner) === null) return;
  }
}

/** TypeScript writes down what a constructor asks for only if the class has a decorator. */
function checkInjection(constructor: unknown, label: string): void {
  const { length } = constructor as { length: number };
  if (length === 0 || Reflect.hasMetadata('design:paramtypes', constructor as object)) return;
  throw new ConfigurationError(
    `${label}: the constructor of its class asks for ${length} providers, but the class has no @Injectable(), so it gets none`,
  );
}
