/** Whether a value must be waited for. */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | null | undefined)?.then === 'function';
}

/**
 * Goes on with a value: at once if it is there, so that what never waits costs no promise and no turn of the microtask
 * queue.
 */
export function andThen<T, Result>(
  value: T | PromiseLike<T>,
  next: (value: T) => Result | PromiseLike<Result>,
): Result | PromiseLike<Result> {
  return isThenable(value) ? value.then(next) : next(value);
}
