import * as fc from 'fast-check';

/** Keys and words that parsers have fallen for. */
const LOADED_WORDS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  'length',
  'JSONRPC',
  'Method',
  'ID',
];

export const loadedWord = fc.constantFrom(...LOADED_WORDS);

/** Any JSON value, with keys among it that mean something to JavaScript. */
export const loadedJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.jsonValue({ maxDepth: 0 }), loadedWord),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(loadedWord, fc.string()), tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** What Node lets through as the value of a header: Latin-1 without control characters, but for tabs. */
export const headerValue = fc.string({
  unit: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...'abcz019.:,;=/@[]%-_*"\\ \t'.split('')) },
    { weight: 1, arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) },
    { weight: 1, arbitrary: fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code)) },
  ),
  maxLength: 40,
});

/** One of some texts as it stands, or with one change: characters gone, doubled, put in, or in another case. */
export function textLike(samples: readonly string[], unit: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(200), fc.nat(12), fc.string({ unit, maxLength: 3 }), fc.nat(3));
  return fc.tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 3 })).map(([sample, changes]) =>
    changes.reduce((text, [at, length, inserted, kind]) => {
      const start = text.length === 0 ? 0 : at % (text.length + 1);
      const [head, middle, tail] = [
        text.slice(0, start),
        text.slice(start, start + length),
        text.slice(start + length),
      ];
      if (kind === 0) return head + tail;
      if (kind === 1) return head + middle + middle + tail;
      if (kind === 2) return head + middle.toUpperCase() + tail;
      return head + inserted + middle + tail;
    }, sample),
  );
}
