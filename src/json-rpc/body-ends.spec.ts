import { BodyEnds, endsOf } from './body-ends.js';

const BODY = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251));

describe('BodyEnds', () => {
  it.each([1, 7, 1_000, 1_024, 1_025, 3_000, 5_000])(
    'keeps the first and the last KiB of a body that comes in parts of %i bytes',
    (size) => {
      const ends = new BodyEnds();
      for (let at = 0; at < BODY.length; at += size) ends.add(BODY.subarray(at, at + size));
      expect(ends.bytes).toBe(BODY.length);
      expect(ends.first).toEqual(BODY.subarray(0, 1_024));
      expect(ends.last).toEqual(BODY.subarray(-1_024));
    },
  );

  it.each([0, 1, 1_024, 1_025, 1_500, 2_048])('keeps each of %i bytes once', (length) => {
    const body = BODY.subarray(0, length);
    const { first, last } = endsOf(body);
    expect(first).toHaveLength(Math.min(length, 1_024));
    expect(Buffer.concat([first, last])).toEqual(body);
  });

  it('keeps nothing of the memory that the parts have', () => {
    const part = Buffer.from(BODY);
    const ends = endsOf(part);
    part.fill(0);
    expect(ends.first).toEqual(BODY.subarray(0, 1_024));
    expect(ends.last).toEqual(BODY.subarray(-1_024));
  });
});
