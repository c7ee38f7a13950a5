import * as fc from 'fast-check';
import { parseRate } from '../../src/callers/index.js';
import { assertHolds } from './assert-holds.js';
import { loadedWord, textLike } from './wire-text.js';

const UNITS = ['second', 'minute', 'hour'] as const;

describe('Fuzzing rates', () => {
  it('are read as they are written', () => {
    assertHolds(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.constantFrom(...UNITS), (limit, unit) => {
        const windowMs = { second: 1e3, minute: 6e4, hour: 3.6e6 }[unit];
        expect(parseRate(`${limit}/${unit}`)).toEqual({ limit, windowMs });
      }),
    );
  });

  it('are in one form, and nothing else is one', () => {
    const unit = loadedWord.map((word) => `1/${word}`);
    const near = textLike(['10/minute', '5/second', '1000/hour'], fc.string());
    assertHolds(
      fc.property(fc.oneof(unit, near, fc.string({ unit: 'binary' })), (text) => {
        const rate = parseRate(text);
        if (!rate) return;
        const name = UNITS[[1e3, 6e4, 3.6e6].indexOf(rate.windowMs)];
        expect(`${rate.limit}/${name}`).toBe(text);
      }),
    );
  });
});
