import * as fc from 'fast-check';
import { MemoryRateStorage } from './memory-rate-storage.js';

const SEED = 20_240_611;

interface Trace {
  readonly limit: number;
  readonly windowMs: number;
  /** Times between hits. */
  readonly gaps: readonly number[];
}

const trace: fc.Arbitrary<Trace> = fc
  .record({ limit: fc.integer({ min: 1, max: 40 }), windowMs: fc.constantFrom(1_000, 60_000, 3_600_000) })
  .chain(({ limit, windowMs }) =>
    fc.record({
      limit: fc.constant(limit),
      windowMs: fc.constant(windowMs),
      gaps: fc.array(fc.oneof(fc.constant(0), fc.nat(Math.floor(windowMs / limit)), fc.nat(windowMs * 2)), {
        minLength: 1,
        maxLength: 200,
      }),
    }),
  );

/** A storage on a clock that only the test moves. */
function start(maxKeys = 100): { storage: MemoryRateStorage; clock: { nowMs: number } } {
  const clock = { nowMs: 1e6 };
  return { storage: new MemoryRateStorage(maxKeys, () => clock.nowMs), clock };
}

describe('MemoryRateStorage', () => {
  it('never takes more than the limit in any window', () => {
    fc.assert(
      fc.property(trace, ({ gaps, ...rate }) => {
        const { storage, clock } = start();
        const taken: number[] = [];
        for (const gap of gaps) {
          clock.nowMs += gap;
          if (!storage.charge([{ key: 'a', rate }])) taken.push(clock.nowMs);
        }
        const spans = taken.slice(rate.limit).map((at, index) => at - taken[index]!);
        expect(Math.min(Infinity, ...spans)).toBeGreaterThanOrEqual(rate.windowMs);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('refuses nothing that a caller sends within nine tenths of the rate', () => {
    fc.assert(
      fc.property(trace, ({ gaps, limit, windowMs }) => {
        const { storage, clock } = start();
        const sent: number[] = [];
        for (const gap of gaps) {
          const earliest = (sent[sent.length - limit] ?? -Infinity) + Math.ceil(windowMs * 1.1);
          clock.nowMs = Math.max(clock.nowMs + gap, earliest);
          sent.push(clock.nowMs);
          expect(storage.charge([{ key: 'a', rate: { limit, windowMs } }])).toBeUndefined();
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('takes a hit after the time it names, and none right before it', () => {
    fc.assert(
      fc.property(trace, ({ gaps, ...rate }) => {
        const { storage, clock } = start();
        const charges = [{ key: 'a', rate }];
        for (const gap of gaps) {
          clock.nowMs += gap;
          const refusal = storage.charge(charges);
          if (!refusal) continue;
          expect(refusal.waitMs).toBeLessThanOrEqual(rate.windowMs);
          const until = clock.nowMs + refusal.waitMs;
          clock.nowMs = until - 1;
          expect(storage.charge(charges)).toBeDefined();
          clock.nowMs = until;
          expect(storage.charge(charges)).toBeUndefined();
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('makes all charges or none, and names the one that waits the longest', () => {
    const { storage, clock } = start();
    const caller = { key: 'caller', rate: { limit: 3, windowMs: 1_000 } };
    const tool = { key: 'tool', rate: { limit: 1, windowMs: 60_000 } };
    expect(storage.charge([caller, tool])).toBeUndefined();
    for (let i = 0; i < 5; i++)
      expect(storage.charge([caller, tool])).toEqual({ charge: tool, waitMs: 60_000 });
    expect([storage.charge([caller]), storage.charge([caller])]).toEqual([undefined, undefined]);
    expect(storage.charge([caller])).toEqual({ charge: caller, waitMs: 1_000 });
    clock.nowMs += 500;
    expect(storage.charge([caller, tool])).toEqual({ charge: tool, waitMs: 59_500 });
  });

  it('keeps a bounded number of keys, and forgets the one asked for longest ago', () => {
    const { storage } = start(3);
    const isFree = (key: string): boolean => !storage.charge([{ key, rate: { limit: 1, windowMs: 1_000 } }]);
    expect(['a', 'b', 'c'].map(isFree)).toEqual([true, true, true]);
    expect(isFree('a')).toBe(false);
    expect(isFree('d')).toBe(true);
    expect(['a', 'c', 'd'].map(isFree)).toEqual([false, false, false]);
    expect(isFree('b')).toBe(true);
    for (let i = 0; i < 1_000; i++) isFree(`key ${i}`);
    expect(storage.keys).toBe(3);
  });

  it('tells long keys apart', () => {
    const { storage } = start();
    const charge = (end: string): unknown =>
      storage.charge([{ key: 'x'.repeat(10_000) + end, rate: { limit: 1, windowMs: 1_000 } }]);
    expect([charge('a'), charge('b')]).toEqual([undefined, undefined]);
    expect(charge('a')).toBeDefined();
  });
});

describe('MemoryRateStorage for ThrottlerModule', () => {
  it('counts up to the limit, then blocks, in seconds', async () => {
    const { storage, clock } = start();
    const hit = (): Promise<unknown> => storage.increment('a', 10_000, 2, 30_000, 'default');
    expect(await hit()).toEqual({ totalHits: 1, timeToExpire: 10, isBlocked: false, timeToBlockExpire: 0 });
    expect(await hit()).toMatchObject({ totalHits: 2, isBlocked: false });
    expect(await hit()).toEqual({ totalHits: 3, timeToExpire: 10, isBlocked: true, timeToBlockExpire: 30 });
    clock.nowMs += 29_500;
    expect(await hit()).toEqual({ totalHits: 1, timeToExpire: 0, isBlocked: true, timeToBlockExpire: 1 });
    clock.nowMs += 500;
    expect(await hit()).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('tells throttlers apart, and its keys from those of calls', async () => {
    const { storage } = start();
    storage.charge([{ key: 'a', rate: { limit: 1, windowMs: 1_000 } }]);
    for (const name of ['short', 'long'])
      expect(await storage.increment('a', 1_000, 1, 0, name)).toMatchObject({ isBlocked: false });
    expect(await storage.increment('a', 1_000, 1, 0, 'long')).toMatchObject({
      isBlocked: true,
      timeToBlockExpire: 1,
    });
  });
});
