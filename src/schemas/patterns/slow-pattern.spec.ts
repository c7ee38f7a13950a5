import { z } from 'zod';
import { refuseSlowPattern, refuseSlowPatterns } from './slow-pattern.js';

const check = (pattern: RegExp) => (): void => refuseSlowPattern(pattern.source, pattern.flags, 'The input');

describe('A pattern', () => {
  it.each([
    /^#[0-9a-f]{6}$/,
    /^[a-z]+(-[a-z]+)*$/,
    /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/i,
    /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/,
    /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
    /^(\d{1,3}\.){3}\d{1,3}$/,
    /^(\d{4}[ -]?){4}$/,
    /^(?:[a-z]{1,63}\.){1,8}[a-z]{2,63}$/,
    /^(?:a?){0,40}b$/,
    /^(?:a{1,3}){2}$/,
    /^([0-9A-F]{2}:?){6}$/,
    /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/,
    /^(?:[a-z]+\.)+[a-z]{2,}$/,
    /^\w+(\s\w+)*$/,
    /^.*foo.*$/,
    /^(?=.*[A-Z])(?=.*\d).{8,}$/,
    /^https?:\/\/[^\s/]+(\/[^\s]*)?$/,
    /^("[^"\\]*(?:\\.[^"\\]*)*"|[^"]+)$/,
    /^(?:a|b|c)+$/,
    /^(?:ab|ac)+$/,
    /^\p{L}+(?: \p{L}+)*$/u,
    /^(?:\p{Lu}\p{Ll}+ ?)+$/u,
    /(?:)*/,
    /^(?:(?:)){1000000000}$/,
    /^.{0,100000}$/,
    /^a+b+c+$/,
    /^a$/,
  ])('that takes time by a power of the text at most is let in: %s', (pattern) => {
    expect(check(pattern)).not.toThrow();
  });

  it('of many alternatives is let in', () => {
    const words = Array.from({ length: 250 }, (_, index) => `${String.fromCodePoint(0x100 + index)}x`);
    expect(check(new RegExp(`^(?:${words.join('|')})+$`))).not.toThrow();
  });

  it.each([
    /^(a+)+$/,
    /^(a*)*$/,
    /^([a-zA-Z]+)*$/,
    /^(a|a)*$/,
    /^(a|aa)+$/,
    /^(a|a?)+$/,
    /^(?:a|b|ab)*c$/,
    /^(.*a){12}$/,
    /^(\w+\s?)*$/,
    /^(\w+\s?){1,50}$/,
    /(?:a{1,10}){1,10}c/,
    /^(?:a{1,3}){1,30}c/,
    /^(?:(?:a{1,10}){1,3}){1,3}b/,
    /(x+x+)+y/,
    /^(([a-z])+.)+[A-Z]([a-z])+$/,
    /^([a-zA-Z0-9])(([-.]|[_]+)?([a-zA-Z0-9]+))*@[a-z0-9]+$/,
    /^(?:.|\n|\s)*$/,
    /^(?:A|a)+$/i,
    /^(?=(a+)+b)/,
    /^(?<!(?:a+)+b)c/,
    /^(?:é|[à-ü])+$/,
    /^(?:🐦|\p{Emoji_Presentation})+$/u,
    /^(?:[\u3041-\u3096]|[\u3040-\u309f])+$/,
    /^(?:[\u0e01-\u0e2e]|\p{Lo})+$/u,
    /^(?:\p{Script=Thai}|\p{L})+$/u,
    /^(?:\p{Script=Cyrillic}|\p{Script_Extensions=Cyrillic})+$/u,
    /^(?:[\u{1F600}-\u{1F64F}]|\p{Emoji})+$/u,
    /^(?:[\u4e00-\u4e10]|[\u4e00-\u4e20])+$/,
  ])('whose loop takes a text in two ways is refused: %s', (pattern) => {
    expect(check(pattern)).toThrow(/^The input has the pattern .+, which can block the server: a loop in it/);
  });

  it('that repeats what may be nothing is refused', () => {
    expect(check(/^(?:a?){40}b$/)).toThrow(/it repeats what may be nothing/);
    expect(check(/^(?:a?b?){30,}c$/)).toThrow(/it repeats what may be nothing/);
  });

  it('that refers back to a group is refused', () => {
    expect(check(/^(\d+)-\1$/)).toThrow(/it refers back to a group/);
  });

  it('that is too long to be judged is refused', () => {
    for (const part of ['a?', 'ab', '(?:a|b|c|d|e|f|g)?'])
      expect(check(new RegExp(`^(?:${part.repeat(3_000)})+$`))).toThrow(/it is too long to be judged/);
  });

  it('is found wherever a schema holds one', () => {
    const slow = '^(a+)+$';
    for (const schema of [
      { properties: { a: { pattern: slow } } },
      { patternProperties: { [slow]: {} } },
      { $defs: { a: { items: { anyOf: [{ pattern: slow }] } } } },
      { properties: { pattern: { pattern: slow } } },
    ])
      expect(() => refuseSlowPatterns(schema, 'The input')).toThrow(/can block the server/);
    for (const schema of [
      { properties: { pattern: { const: { pattern: slow } }, a: { enum: [{ pattern: slow }] } } },
      { pattern: '(' },
    ])
      expect(() => refuseSlowPatterns(schema, 'The input')).not.toThrow();
  });

  it('of zod is let in', () => {
    const formats = [z.email(), z.uuid(), z.cuid2(), z.ulid(), z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()];
    const others = [
      z.base64(),
      z.e164(),
      z.iso.date(),
      z.iso.datetime(),
      z.iso.duration(),
      z.emoji(),
      z.hostname(),
    ];
    const all = z.object(Object.fromEntries([...formats, ...others].map((format, index) => [index, format])));

    expect(() => refuseSlowPatterns(z.toJSONSchema(all), 'The input')).not.toThrow();
  });
});
