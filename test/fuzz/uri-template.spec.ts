import * as fc from 'fast-check';
import { UriTemplate } from '../../src/resources/uri-template/index.js';
import { assertHolds } from './assert-holds.js';

const RESERVED = ":/?#[]@!$&'()*+,;=".split('');
const TEXTS = [...RESERVED, 'a', 'b', '-', '.', '%', '%2F', '%41', 'ü', '😀', 'posts'];

const literal = fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 3 });
const expressions = fc.array(fc.constantFrom('', '', '+', '#', '.', '/', ';'), { maxLength: 4 });
const query = fc.constantFrom('', '{?q}', '{?q,r}', '{&q}', '{?q}{&r}');

/** Templates of which some fail the boot, with literal text of any kind. */
const template = fc.tuple(expressions, fc.array(literal), query).map(([operators, literals, tail]) => {
  const path = operators.map(
    (operator, index) => `${(literals[index] ?? []).join('')}{${operator}v${index}}`,
  );
  return `a:${path.join('')}${(literals[operators.length] ?? []).join('')}${tail}`;
});

/** Each expression is set apart by reserved characters. */
const separatedTemplate = fc
  .tuple(fc.array(fc.constantFrom(...RESERVED.filter((one) => one !== '&')), { maxLength: 4 }), query)
  .map(([separators, tail]) => `a:${separators.map((text, index) => `${text}{v${index}}`).join('')}${tail}`);

const value = fc.oneof(
  fc.array(fc.constantFrom(...TEXTS, '..', '/', '\\'), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const values = fc.record(
  { v0: value, v1: value, v2: value, v3: value, q: value, r: value },
  { requiredKeys: ['v0', 'v1', 'v2', 'v3'] },
);

const hostileUnits = [
  'a',
  'v',
  '-',
  '/',
  '..',
  '%',
  '%2',
  '%2e',
  '%2F',
  '%00',
  '%ff',
  '\0',
  '\\',
  '?',
  '&',
  '=',
  'q=',
];
const hostileUri = fc
  .tuple(fc.array(fc.constantFrom(...hostileUnits), { maxLength: 12 }), fc.integer({ min: 1, max: 60 }))
  .map(([parts, times]) => `a:${parts.join('').repeat(times)}`);

describe('Fuzzing URI templates', () => {
  it('read what they write as what is written the same again', () => {
    assertHolds(
      fc.property(template, values, (text, variables) => {
        const accepted = attempt(() => new UriTemplate(text));
        const uri = accepted && attempt(() => accepted.expand(variables));
        fc.pre(uri !== undefined);
        const read = accepted!.match(uri);
        expect(read && accepted!.expand(read)).toBe(uri);
      }),
    );
  });

  it('read the values that they write where reserved characters set them apart', () => {
    assertHolds(
      fc.property(separatedTemplate, values, (text, variables) => {
        const accepted = new UriTemplate(text);
        const uri = attempt(() => accepted.expand(variables));
        fc.pre(uri !== undefined);
        const own = Object.entries(variables).filter(([name]) => accepted.variableNames.includes(name));
        expect(accepted.match(uri)).toEqual(Object.fromEntries(own));
      }),
    );
  });

  it('read no URI in more steps than its length and theirs allow, and no value that leaves its place', () => {
    assertHolds(
      fc.property(template, hostileUri, (text, uri) => {
        const accepted = attempt(() => new UriTemplate(text));
        fc.pre(accepted !== undefined);
        const meter = { steps: 0 };
        const read = accepted.match(uri, meter);
        expect(meter.steps).toBeLessThanOrEqual(8 * (3 * text.length + 2) * (uri.length + 1));
        for (const one of Object.values(read ?? {}))
          expect(one).not.toMatch(/(?:^|[/\\])\.\.?(?:$|[/\\])|\0/);
      }),
    );
  });
});

/** @returns `undefined` for what is refused */
function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
