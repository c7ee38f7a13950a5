import { types } from 'node:util';
import { TransformationType } from 'class-transformer';
import { isThenable, type Params } from '../protocol/index.js';
import type { DtoProperty } from './dto-shape.js';

/** Its message is for the log. */
export class PromiseGiven extends Error {
  override readonly name = 'PromiseGiven';
}

/**
 * @param obj the JSON that has the property
 * @returns what the `@Transform()` functions of a property make of a value, one after the other
 * @throws PromiseGiven where one of them gives a promise, or a list of promises; and whatever they throw
 */
export function runTransforms({ name, transform }: DtoProperty, value: unknown, obj: Params): unknown {
  let made = value;
  for (const run of transform.functions) {
    made = run({ value: made, key: name, obj, type: TransformationType.PLAIN_TO_CLASS, options: {} });
    refusePromises(made);
  }
  return made;
}

function refusePromises(made: unknown): void {
  const promises = (Array.isArray(made) ? (made as unknown[]) : [made]).filter(isThenable);
  // One that nobody waits for and that rejects would end the process.
  for (const promise of promises) if (types.isPromise(promise)) promise.catch(() => undefined);
  if (promises.length > 0)
    throw new PromiseGiven(
      'its @Transform() gives a promise, which class-transformer does not wait for. Wait for it in the method',
    );
}
