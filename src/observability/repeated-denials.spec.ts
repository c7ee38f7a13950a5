import { type DeniedCaller, RepeatedDenials } from './repeated-denials.js';

const from = (network: string, status = 403): DeniedCaller => ({ status, principal: undefined, network });

describe('RepeatedDenials', () => {
  let told: [string | undefined, number][];
  let denials: RepeatedDenials;

  const add = (caller: DeniedCaller, times: number): number => {
    let lines = 0;
    for (let count = 0; count < times; count++) lines += Number(denials.add(caller));
    return lines;
  };

  beforeEach(() => {
    told = [];
    denials = new RepeatedDenials(({ network, principal }, count) =>
      told.push([principal ?? network, count]),
    );
  });

  afterEach(() => denials.end());

  it('writes a hundred of each caller and status, counts the further ones, and begins anew', () => {
    expect([add(from('a'), 105), add(from('b'), 100), add(from('a', 401), 101)]).toEqual([100, 100, 100]);
    denials.end();
    expect(told).toEqual([
      ['a', 5],
      ['a', 1],
    ]);
    expect(add(from('a'), 1)).toBe(1);
  });

  it('keeps principals of one address apart', () => {
    add({ ...from('a'), principal: 'ann' }, 102);
    expect(add({ ...from('a'), principal: 'bob' }, 1)).toBe(1);
    denials.end();
    expect(told).toEqual([['ann', 2]]);
  });

  it('keeps a thousand callers and lines, and the further callers as one', () => {
    let lines = 0;
    for (let index = 0; index < 5_000; index++) lines += add(from(`network ${index}`), 1);
    denials.end();
    expect(lines).toBe(1_000);
    expect(told).toEqual([[undefined, 4_000]]);
  });
});
