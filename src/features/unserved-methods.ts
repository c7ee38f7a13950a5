import { ConfigurationError } from '../protocol/index.js';
import type { DecoratedMethod } from './decorated-method.js';
import type { MarkedPlace, MethodMark } from './method-mark.js';

type Place = MarkedPlace<unknown>;

/**
 * Why a decorator stands where no provider has a method for it.
 * @param prototypes those of all providers
 * @returns a sentence for each class that no module provides, and for each method that a provider overrides
 * @throws ConfigurationError for what a provider has, but not as a method
 */
export function explainUnserved(
  mark: MethodMark<unknown>,
  served: readonly DecoratedMethod<unknown>[],
  prototypes: readonly object[],
): string[] {
  const warnings: string[] = [];
  const lost = new Map<object, Place[]>();
  for (const place of mark.list()) {
    if (served.some((method) => isOf(method, place, mark))) continue;
    const heirs = prototypes.filter((prototype) => hasInherited(prototype, place.owner));
    const heir = heirs.find((prototype) => !served.some((one) => isNamed(one, prototype, place.key)));
    if (heir) warnings.push(explainInherited(place, heir, mark.name));
    else if (heirs.length === 0) lost.set(place.owner, [...(lost.get(place.owner) ?? []), place]);
  }
  return [...warnings, ...[...lost].map(([owner, places]) => explainLost(owner, places, mark.name))];
}

/** Also one that was copied from there to another class. */
function isOf(
  { prototype, name, method }: DecoratedMethod<unknown>,
  { owner, key, followed }: Place,
  mark: MethodMark<unknown>,
): boolean {
  if (method === followed?.latest) return true;
  return name === key && nearestPlace(prototype, key, mark)?.owner === owner;
}

/** Also one that overrides it, with a decorator of its own. */
function isNamed(served: DecoratedMethod<unknown>, prototype: object, key: string | symbol): boolean {
  return served.prototype === prototype && served.name === key;
}

function nearestPlace(prototype: object, key: string, mark: MethodMark<unknown>): Place | undefined {
  for (let owner: object | null = prototype; owner; owner = Object.getPrototypeOf(owner) as object | null)
    if (Object.hasOwn(owner, key)) return mark.find(owner, key);
  return undefined;
}

/** @param owner a prototype, or the class of a static method */
function hasInherited(prototype: object, owner: object): boolean {
  const [heir, ancestor] = typeof owner === 'function' ? [prototype.constructor, owner] : [prototype, owner];
  return heir === ancestor || Object.prototype.isPrototypeOf.call(ancestor, heir);
}

function explainInherited({ owner, key, followed }: Place, heir: object, decorator: string): string {
  const label = labelOf(owner, key);
  if (typeof owner === 'function')
    throw new ConfigurationError(
      `${label} is static, but ${decorator} is for methods of instances: leave out "static"`,
    );
  if (typeof key === 'symbol')
    throw new ConfigurationError(
      `${label} has a symbol for a name, by which ${decorator} cannot call it: give it an ordinary name`,
    );
  if (!followed)
    throw new ConfigurationError(
      `${label} is a property or an accessor, but ${decorator} is for methods: write it as one`,
    );
  if (typeof Object.getOwnPropertyDescriptor(owner, key)?.value !== 'function')
    throw new ConfigurationError(
      `${label} was made an accessor by a decorator above ${decorator}: leave that out, or put it on a method that the tool calls`,
    );
  return `${labelOf(heir, key)} overrides ${label} without ${decorator}, so it is not served: put ${decorator} on it too`;
}

function explainLost(owner: object, places: readonly Place[], decorator: string): string {
  const labels = places.map(({ key }) => labelOf(owner, key));
  const have = labels.length > 1 ? 'have' : 'has';
  return `${labels.join(' and ')} ${have} ${decorator}, but ${classNameOf(owner)} is no provider of any module: list it in the providers of a module that is imported`;
}

function labelOf(owner: object, key: string | symbol): string {
  return `${classNameOf(owner)}.${typeof key === 'symbol' ? (key.description ?? 'a symbol') : key}`;
}

function classNameOf(owner: object): string {
  return typeof owner === 'function' ? owner.name : owner.constructor.name;
}
