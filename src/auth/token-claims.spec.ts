import { freezeClaims, pickClaims, readClaim } from './token-claims.js';

describe('readClaim', () => {
  it.each<[string, unknown, unknown]>([
    ['email', { email: 'ann' }, 'ann'],
    ['a.b.c', { a: { b: { c: 1 } } }, 1],
    ['a.b.c', { 'a.b.c': 1, a: { b: { c: 2 } } }, 1],
    ['a.b.c', { 'a.b': { c: 1 }, a: { b: { c: 2 } } }, 1],
    ['a.b.c', { 'a.b': { d: 1 }, a: { 'b.c': 2 } }, 2],
    ['a.b.c', { 'a.b': 'text', a: { b: { c: 0 } } }, 0],
    ['a..b', { a: { '.b': 1 } }, 1],
    ['.a', { '.a': 1 }, 1],
    ['a.0', { a: ['first'] }, undefined],
    ['a.length', { a: 'text' }, undefined],
    ['a.b', { a: null }, undefined],
    ['toString', {}, undefined],
    ['a.__proto__.b', { a: {} }, undefined],
    ['__proto__', JSON.parse('{"__proto__":1}'), 1],
    ['a', undefined, undefined],
  ])('finds %s in %j', (path, claims, expected) => {
    expect(readClaim(claims, path)).toBe(expected);
  });
});

describe('pickClaims', () => {
  it('keeps what is there, by the paths as they are written', () => {
    const payload = { a: { b: false }, c: null, 'd.e': '' };
    expect(pickClaims(payload, ['a.b', 'c', 'd.e', 'f'])).toEqual({ 'a.b': false, 'd.e': '' });
  });
});

describe('freezeClaims', () => {
  it('gives a copy that is frozen through and through', () => {
    const claims = { a: [{ b: {} }] };
    const frozen = freezeClaims(claims) as typeof claims;
    expect(frozen).toEqual(claims);
    expect([frozen, frozen.a, frozen.a[0], frozen.a[0]!.b].every(Object.isFrozen)).toBe(true);
    expect(Object.isFrozen(claims)).toBe(false);
  });
});
