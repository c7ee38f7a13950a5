import { instanceToPlain, TransformationType } from 'class-transformer';
import { defaultMetadataStorage as storage } from 'class-transformer/cjs/storage.js';
import { copyObjects } from './sent-instances.js';

const { CLASS_TO_PLAIN } = TransformationType;

/** By prototype: decorators have run before there is an instance. */
const known = new WeakMap<object, boolean>();

/** Whether class-transformer's decorators on the class of an instance hide one of its properties: `@Exclude()`, or a group. */
export function isHiding(instance: object): boolean {
  const prototype = Object.getPrototypeOf(instance) as object | null;
  if (!prototype) return false;
  const before = known.get(prototype);
  if (before !== undefined) return before;
  const { constructor: type } = prototype;
  const isOne = typeof type === 'function' && hides(type);
  known.set(prototype, isOne);
  return isOne;
}

/**
 * A copy of a result in which instances that hide properties are what `instanceToPlain()` makes of them.
 * @param isSentAsItIs says of an object that nobody has to look into it
 */
export function leaveOutHidden(value: unknown, isSentAsItIs: (value: object) => boolean): unknown {
  return copyObjects(value, (one) => {
    if (isSentAsItIs(one)) return one;
    return isHiding(one) ? instanceToPlain(one) : undefined;
  });
}

function hides(type: Function): boolean {
  return (
    storage.getStrategy(type) === 'excludeAll' ||
    storage.getExcludedProperties(type, CLASS_TO_PLAIN).length > 0 ||
    storage.getExposedMetadatas(type).some(({ options }) => options?.groups?.length)
  );
}
