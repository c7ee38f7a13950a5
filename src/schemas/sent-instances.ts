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
    return this.copy(value, []);
  }

  /** @param holders the objects around it: a cycle is left to `JSON.stringify`, which refuses it */
  private copy(value: unknown, holders: readonly object[]): unknown {
    if (typeof value !== 'object' || value === null || holders.includes(value)) return value;
    const around = [...holders, value];
    if (Array.isArray(value)) return value.map((member) => this.copy(member, around));
    if (this.classes.some((one) => value instanceof one)) return instanceToPlain(value);
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.copy(member, around)]));
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
