import { hasScope } from './principal.js';

describe('hasScope', () => {
  const scopes = ['orders:read'];

  it.each([
    ['one that it lists', { id: 'ann', scopes }, 'orders:read', true],
    ['one that it does not list', { id: 'ann', scopes }, 'orders:write', false],
    ['one of every scope', { id: 'ann', scopes, holdsEveryScope: true }, 'orders:write', true],
    [
      'one that it says it does not hold',
      { id: 'ann', scopes, holdsEveryScope: false },
      'orders:write',
      false,
    ],
  ])('knows %s', (_what, principal, scope, expected) => {
    expect(hasScope(principal, scope)).toBe(expected);
  });
});
