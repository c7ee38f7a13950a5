import { RecentWork } from './recent-work.js';

function start(): { work: RecentWork; pass: (ms: number) => void } {
  let nowMs = 1_000_000;
  return { work: new RecentWork(100, () => nowMs), pass: (ms) => (nowMs += ms) };
}

describe('RecentWork', () => {
  it('finds the caller above an equal share, and none of the others', () => {
    const { work } = start();
    work.add('heavy', 60);
    for (const light of ['a', 'b', 'c', 'd', 'e']) work.add(light, 1);
    expect(work.isHeavy('heavy')).toBe(true);
    for (const light of ['a', 'b', 'c', 'd', 'e', 'unknown']) expect(work.isHeavy(light)).toBe(false);
  });

  it('counts callers that were charged nothing: alone, nobody is heavy', () => {
    const { work } = start();
    work.add('heavy', 60);
    expect(work.isHeavy('heavy')).toBe(false);
    work.add('light', 0);
    expect(work.isHeavy('heavy')).toBe(true);
  });

  it('finds nobody who was charged little', () => {
    const { work } = start();
    work.add('heavier', 10);
    work.add('light', 0);
    expect(work.isHeavy('heavier')).toBe(false);
    work.add('heavier', 1);
    expect(work.isHeavy('heavier')).toBe(true);
  });

  it('forgets what is ten seconds old', () => {
    const { work, pass } = start();
    work.add('light', 0);
    for (let second = 0; second < 5; second++) {
      work.add('heavy', 10);
      pass(1_000);
    }
    work.add('light', 0);
    expect(work.isHeavy('heavy')).toBe(true);
    pass(9_000);
    work.add('light', 0);
    expect(work.isHeavy('heavy')).toBe(false);
  });

  it('keeps a bounded number of callers', () => {
    const { work } = start();
    for (let caller = 0; caller < 1_000; caller++) work.add(`caller ${caller}`, 20);
    expect(work.isHeavy('caller 999')).toBe(false);
  });
});
