import { instanceToPlain } from 'class-transformer';
import type { DtoClass } from './dto-shape.js';

/** What becomes of instances of output classes that class-transformer's decorators send as other objects than they are. */
export class SentInstances {
  constructor(private readonly classes: readonly DtoClass[]) {}

  /**
   * A value as it is sent: each instance in it as `instanceToPlain()` of class-transformer makes it. What
   * `ClassSerializerInterceptor` has made plain objects of stays as it is.
   */
  toSent(value: unknown): unknown {
    return copyObjects(value, (one) => {
      if (this.classes.some((type) => one instanceof type)) return instanceToPlain(one);
      return isPlain(one) ? undefined : one;
    });
  }
}

/**
 * A copy of a value and of all objects in it.
 * @param replace gives what stands in the place of an object that is not a list; `undefined` to look into it
 * @param holders the objects around it: a cycle is left to `JSON.stringify`, which refuses it
 */
export function copyObjects(
  value: unknown,
  replace: (value: object) => unknown,
  holders: readonly object[] = [],
): unknown {
  if (typeof value !== 'object' || value === null || holders.includes(value)) return value;
  const copy = (member: unknown): unknown => copyObjects(member, replace, [...holders, value]);
  if (Array.isArray(value)) return value.map(copy);
  return (
    replace(value) ?? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]))
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
