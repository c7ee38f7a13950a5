import type { DiscoveryService } from '@nestjs/core';

/** How Nest makes a provider. */
export type ProviderWrapper = ReturnType<DiscoveryService['getProviders']>[number];

/** A provider's method that carries a decorator of ours, and that decorator's options. */
export interface DecoratedMethod<Options> {
  readonly wrapper: ProviderWrapper;
  readonly prototype: object;
  /** The provider itself; `undefined` if each call gets one of its own: it is transient, or it or what it injects is request-scoped. */
  readonly provider: object | undefined;
  readonly name: string;
  /** What is called, after all decorators. */
  readonly method: (...args: unknown[]) => unknown;
  /** How many parameters were written down, without optional ones. */
  readonly parameterCount: number;
  readonly options: Options;
  /** How messages name it: `CalculatorTools.add`. */
  readonly label: string;
}
