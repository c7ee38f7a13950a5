import { isObservable, type Observable } from 'rxjs';
import { isThenable } from '../protocol/index.js';
import type { McpContext } from './mcp-context.js';

/** Takes what a method returned to its result, or to a promise of it. */
export type SettleResult = (value: unknown, context: McpContext) => unknown;

/**
 * What a method returned, or a promise of it. The values of an Observable or an async iterable are progress; the last
 * one is the result, and so is what an async generator returns. Nothing is waited for that need not be.
 */
export function settleResult(value: unknown, context: McpContext): unknown {
  if (isThenable(value)) return value.then((settled) => settleResult(settled, context));
  if (isObservable(value)) return followObservable(value, context);
  if (isAsyncIterable(value)) return followIterable(value, context);
  return value;
}

/** Reports each value once it is clear that another one follows. */
class ProgressReporter {
  private count = 0;
  private last: unknown;

  constructor(private readonly context: McpContext) {}

  get result(): unknown {
    return this.last;
  }

  next(value: unknown): void {
    if (this.count++ > 0) this.report(this.last);
    this.last = value;
  }

  private report(value: unknown): void {
    const { progress, total, message } = (value ?? {}) as Partial<Progress>;
    if (typeof progress === 'number') this.context.progress(progress, total, message);
    else this.context.progress(this.count - 1, undefined, typeof value === 'string' ? value : undefined);
  }
}

/** A value of a stream that says how far the call is. */
interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

function followObservable(values: Observable<unknown>, context: McpContext): Promise<unknown> {
  const reporter = new ProgressReporter(context);
  const { signal } = context;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      subscription.unsubscribe();
      reject(signal.reason as Error);
    };
    const subscription = values.subscribe({
      next: (value) => reporter.next(value),
      error: reject,
      complete: () => resolve(reporter.result),
    });
    subscription.add(() => signal.removeEventListener('abort', stop));
    if (signal.aborted) stop();
    else if (!subscription.closed) signal.addEventListener('abort', stop, { once: true });
  });
}

async function followIterable(values: AsyncIterable<unknown>, context: McpContext): Promise<unknown> {
  const reporter = new ProgressReporter(context);
  const iterator = values[Symbol.asyncIterator]();
  const stop = (): void => {
    // The call has ended, so no promise of a generator's clean-up is awaited; one that fails must not end the process.
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  };
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    let next = await iterator.next();
    for (; !next.done; next = await iterator.next()) reporter.next(next.value);
    if (next.value !== undefined) reporter.next(next.value);
  } finally {
    context.signal.removeEventListener('abort', stop);
  }
  return reporter.result;
}

/** As {@link settleResult}, but an async iterable is the result itself: a stream of bytes, such as `Readable`. */
export function settleStream(value: unknown, context: McpContext): unknown {
  if (isThenable(value)) return value.then((settled) => settleStream(settled, context));
  return isAsyncIterable(value) ? value : settleResult(value, context);
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof (value as AsyncIterable<unknown> | null | undefined)?.[Symbol.asyncIterator] === 'function';
}
