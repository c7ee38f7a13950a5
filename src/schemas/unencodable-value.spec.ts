import { describeUnencodable } from './unencodable-value.js';

function sentenceOf(value: unknown): string | undefined {
  return describeUnencodable(value, 'T.t')?.message;
}

describe('describeUnencodable', () => {
  it('names a bigint, its place and what to write', () => {
    expect(sentenceOf({ rows: [{ id: 1 }, { id: 2n }] })).toBe(
      'T.t returned a bigint at rows.1.id, which JSON cannot hold. Write String(value), or Number(value) where it is small',
    );
  });

  it('names an object that contains itself', () => {
    const parent: Record<string, unknown> = { name: 'a' };
    parent['child'] = { parent };
    expect(sentenceOf([parent])).toBe(
      'T.t returned an object that contains itself at 0.child.parent, which JSON cannot hold. Return what clients need of it',
    );
  });

  it('finds nothing in what is there twice, however many ways lead to it', () => {
    let value: object = { id: 1 };
    for (let depth = 0; depth < 40; depth++) value = { a: value, b: value };
    expect(sentenceOf(value)).toBeUndefined();
  });
});
