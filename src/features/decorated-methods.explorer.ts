import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ConfigurationError } from '../protocol/index.js';

/** A provider's method that carries a decorator of ours, and that decorator's options. */
export interface DecoratedMethod<Options> {
  readonly provider: object;
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
   * @throws ConfigurationError for a method of a request-scoped provider
   */
  find<Options>(metadataKey: string): DecoratedMethod<Options>[] {
    const found: DecoratedMethod<Options>[] = [];
    const seen = new Set<object>();
    for (const wrapper of this.discovery.getProviders()) {
      const isStatic = wrapper.isDependencyTreeStatic();
      const provider = (isStatic ? wrapper.instance : wrapper.metatype?.prototype) as unknown;
      if (typeof provider !== 'object' || provider === null || seen.has(provider)) continue;
      seen.add(provider);
      const prototype = (isStatic ? Object.getPrototypeOf(provider) : provider) as object | null;
      if (!prototype) continue;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const options = Reflect.getMetadata(metadataKey, Reflect.get(prototype, name) as object);
        if (options === undefined) continue;
        const label = `${prototype.constructor.name}.${name}`;
        if (!isStatic) throw new ConfigurationError(`${label}: ${REQUEST_SCOPED}`);
        found.push({ provider, name, options: options as Options, label });
      }
    }
    return found;
  }
}

const REQUEST_SCOPED =
  'its provider is request-scoped. Give the class, and whatever it injects, the default scope';
