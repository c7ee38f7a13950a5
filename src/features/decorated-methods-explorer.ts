import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ConfigurationError } from '../protocol/index.js';

/** A provider's method that carries a decorator of ours, and that decorator's options. */
export interface DecoratedMethod<Options> {
  /** What the provider is injected by. */
  readonly token: string | symbol | (abstract new (...args: never[]) => object);
  readonly prototype: object;
  /** The provider itself; `undefined` if each call gets one of its own: it, or what it injects, is request-scoped. */
  readonly provider: object | undefined;
  readonly name: string;
  readonly options: Options;
  /** How messages name it: `CalculatorTools.add`. */
  readonly label: string;
}

/** Finds decorated methods on the providers of every module. */
@Injectable()
export class DecoratedMethodsExplorer {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /**
   * @param metadataKey where the decorator keeps its options
   * @throws ConfigurationError for a class that asks for what Nest cannot know
   */
  findMethods<Options>(metadataKey: string): DecoratedMethod<Options>[] {
    const found: DecoratedMethod<Options>[] = [];
    const seen = new Set<object>();
    for (const wrapper of this.discovery.getProviders()) {
      const isStatic = wrapper.isDependencyTreeStatic();
      const host = (isStatic ? wrapper.instance : wrapper.metatype?.prototype) as unknown;
      if (typeof host !== 'object' || host === null || seen.has(host)) continue;
      seen.add(host);
      const prototype = (isStatic ? Object.getPrototypeOf(host) : host) as object | null;
      if (!prototype) continue;
      const { token } = wrapper as Pick<DecoratedMethod<Options>, 'token'>;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const options = Reflect.getMetadata(metadataKey, Reflect.get(prototype, name) as object);
        if (options === undefined) continue;
        const label = `${prototype.constructor.name}.${name}`;
        if (!wrapper.isNotMetatype) checkInjection(prototype.constructor, label);
        const provider = isStatic ? host : undefined;
        found.push({ token, prototype, provider, name, options: options as Options, label });
      }
    }
    return found;
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
