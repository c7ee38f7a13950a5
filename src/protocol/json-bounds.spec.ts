import * as fc from 'fast-check';
import { findExcess, findExcessOf } from './json-bounds.js';

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, member) => sum + countValues(member), 1);
}

describe('The bounds of JSON', () => {
  it('count values as the parser makes them, in any layout', () => {
    const layout = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(fc.jsonValue(), layout, (value, space) => {
        const bytes = Buffer.from(JSON.stringify(value, null, space));
        const count = countValues(value);
        expect(findExcess(bytes, count)).toBeUndefined();
        expect(findExcess(bytes, count - 1)).toBe('values');
        expect(findExcessOf(value, count)).toBeUndefined();
        expect(findExcessOf(value, count - 1)).toBe('values');
      }),
    );
  });

  it.each(['[]', '{}', ' [ ] ', '[[],[]]', '{"a":[],"b":{}}', '"a,b,[c"', '"\\",[,"', '[1 , 2]', '1'])(
    'of %s',
    (text) => {
      const count = countValues(JSON.parse(text));
      expect(findExcess(Buffer.from(text), count)).toBeUndefined();
      expect(findExcess(Buffer.from(text), count - 1)).toBe('values');
    },
  );

  it.each([
    ['arrays', (levels: number) => '['.repeat(levels) + ']'.repeat(levels)],
    ['objects', (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels)],
  ])('are 128 levels of %s', (_what, nest) => {
    expect(findExcess(Buffer.from(nest(128)), 1_000)).toBeUndefined();
    expect(findExcess(Buffer.from(nest(129)), 1_000)).toBe('depth');
    expect(findExcessOf(JSON.parse(nest(128)), 1_000)).toBeUndefined();
    expect(findExcessOf(JSON.parse(nest(130)), 1_000)).toBe('depth');
  });
});
