import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a condition holds; fails with what it last was. */
export async function eventually<Value>(
  read: () => Value | Promise<Value>,
  isReached: (value: Value) => boolean = Boolean,
  withinMs = 60_000,
): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await read();
    if (isReached(value)) return value;
    if (performance.now() > deadline) throw new Error(`Not reached: ${JSON.stringify(value)}`);
    await delay(10);
  }
}
