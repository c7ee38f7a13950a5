import { copyMetadata } from './copy-metadata.js';

type Method = (...args: unknown[]) => unknown;

/** Where a decorator of ours stands. */
export interface MarkedPlace<Options> {
  /** The prototype that has the method; of a static one, the class. */
  readonly owner: object;
  readonly key: string | symbol;
  readonly options: Options;
  /** What was there as the last decorator left it that could be followed; `undefined` for what is not a method. */
  readonly followed: FollowedMethod | undefined;
}

/** A method on its way through its decorators. */
interface FollowedMethod {
  /** As our decorator found it: with the parameters that were written down. */
  readonly first: Method;
  latest: Method;
}

/**
 * A decorator of methods that keeps its options by the place where it stands, besides the method itself: another decorator
 * above it may put another method there, as those for tracing, caching and transactions do.
 */
export class MethodMark<Options> {
  private readonly places = new Map<object, Map<string | symbol, MarkedPlace<Options>>>();

  constructor(
    /** How messages name the decorator: `@Tool()`. */
    readonly name: string,
    private readonly metadataKey: string,
  ) {}

  /** The decorator. */
  decorate(options: Options): MethodDecorator {
    return (owner: object, key: string | symbol, descriptor?: PropertyDescriptor) => {
      const followed = descriptor && followMethod(descriptor);
      if (followed) Reflect.defineMetadata(this.metadataKey, options, followed.latest);
      const places = this.places.get(owner) ?? new Map<string | symbol, MarkedPlace<Options>>();
      this.places.set(owner, places.set(key, { owner, key, options, followed }));
    };
  }

  /** Every place where the decorator stands, in any class that was loaded. */
  *list(): Iterable<MarkedPlace<Options>> {
    for (const places of this.places.values()) yield* places.values();
  }

  /** Whether the decorator stands in a class itself, and not in one that it extends. */
  find(owner: object, key: string | symbol): MarkedPlace<Options> | undefined {
    return this.places.get(owner)?.get(key);
  }

  /** The options of a method that was copied from the place of its decorator to another class. */
  readCopied(method: object): Options | undefined {
    return Reflect.getMetadata(this.metadataKey, method) as Options | undefined;
  }
}

/** By descriptor, for a method with several of our decorators. */
const followedMethods = new WeakMap<PropertyDescriptor, FollowedMethod>();

/**
 * Decorators above this one assign the method that they put in place to the descriptor. It then gets the metadata of the one
 * before: Nest reads guards, interceptors and roles there, and most decorators forget to copy them.
 */
function followMethod(descriptor: PropertyDescriptor): FollowedMethod | undefined {
  const known = followedMethods.get(descriptor);
  const method: unknown = descriptor.value;
  if (known || !isMethod(method)) return known;
  const followed: FollowedMethod = { first: method, latest: method };
  followedMethods.set(descriptor, followed);
  let value: unknown = method;
  Object.defineProperty(descriptor, 'value', {
    configurable: true,
    enumerable: true,
    get: () => value,
    set: (next: unknown) => {
      value = next;
      if (!isMethod(next)) return;
      copyMetadata(followed.latest, next);
      followed.latest = next;
    },
  });
  return followed;
}

export function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
