import { describeThrown, toLogText } from './log-text.js';

describe('The text of a log field', () => {
  it('is cut where it is too long', () => {
    expect(toLogText('short')).toBe('short');
    const cut = toLogText('x'.repeat(1_000_000));
    expect(cut).toHaveLength(8_192 + '… and 991808 characters more'.length);
    expect(cut).toMatch(/x… and 991808 characters more$/);
  });

  it('shows what was thrown, whatever it is', () => {
    const cycle: Record<string, unknown> = { count: 1n };
    cycle['self'] = cycle;
    expect(describeThrown(new Error('broken'))).toMatch(/^Error: broken\n +at /);
    expect(describeThrown(cycle)).toBe('<ref *1> { count: 1n, self: [Circular *1] }');
    expect(describeThrown(undefined)).toBe('undefined');
    expect(describeThrown('text')).toBe("'text'");
  });

  it('does without what cannot be shown', () => {
    const hostile = Object.defineProperty(new Error(), 'stack', {
      get: () => {
        throw new Error('no');
      },
    });
    expect(describeThrown(hostile)).toBe('What was thrown cannot be shown');
  });
});
