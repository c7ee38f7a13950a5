import type { RequestContext } from '../json-rpc/index.js';
import type { ProtocolRevision } from '../protocol/index.js';
import { CallProgress } from './call-progress.js';

interface Sent {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** The progress of a call of one revision, and what its client got. */
function start(revision: ProtocolRevision = '2025-11-25'): {
  progress: CallProgress;
  sent: Sent[];
  ended: AbortController;
} {
  const sent: Sent[] = [];
  const ended = new AbortController();
  const context: Pick<RequestContext, 'notify' | 'revision' | 'signal'> = {
    revision,
    signal: ended.signal,
    notify: (_method, params) => sent.push(params as unknown as Sent),
  };
  const progress = CallProgress.of(context as RequestContext, { _meta: { progressToken: 1 } })!;
  return { progress, sent, ended };
}

describe('CallProgress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('sends only finite numbers, and only finite totals', () => {
    const { progress, sent } = start();
    for (const wrong of [Number.NaN, Infinity, -Infinity]) progress.say(wrong);
    progress.say(1, Infinity);
    expect(sent).toEqual([{ progressToken: 1, progress: 1 }]);
  });

  it.each([
    [0, 0.000001],
    [-5, -4.999995],
    [1_000_000, 1_000_001],
  ])('goes on from %d a millionth further', (said, next) => {
    const { progress, sent } = start();
    progress.say(said, 10, 'so far');
    progress.keepAlive(10_000);
    jest.advanceTimersByTime(10_000);
    expect(sent[1]).toMatchObject({ total: 10, message: 'so far' });
    expect(sent[1]!.progress).toBeCloseTo(next, 9);
  });

  it('compares what an author says with what the author said last, and sends numbers that grow', () => {
    const { progress, sent } = start();
    progress.keepAlive(10_000);
    jest.advanceTimersByTime(20_000);
    expect(sent.map((one) => one.progress)).toEqual([10, 20]);
    progress.say(1, 100, 'begun');
    progress.say(1, 100, 'again');
    progress.say(5, 100, 'on');
    progress.say(50, 100, 'half');
    const own = sent.slice(2);
    expect(own.map(({ message }) => message)).toEqual(['begun', 'on', 'half']);
    expect(own.map(({ total }) => total)).toEqual([undefined, undefined, 100]);
    const numbers = sent.map((one) => one.progress);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('is silent for as long as the author speaks, and after the end', () => {
    const { progress, sent, ended } = start();
    progress.keepAlive(10_000);
    for (let second = 1; second <= 30; second += 5) {
      progress.say(second);
      jest.advanceTimersByTime(5_000);
    }
    expect(sent).toHaveLength(6);
    ended.abort();
    jest.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(6);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('has no sentences for revision 2024-11-05', () => {
    const { progress, sent } = start('2024-11-05');
    progress.say(1, 2, 'one');
    expect(sent[0]).not.toMatchObject({ message: 'one' });
  });
});
