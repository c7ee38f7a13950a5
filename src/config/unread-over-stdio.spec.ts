import { ENVIRONMENT } from './environment.js';
import { loadStdioConfig } from './load-config.js';
import { UNREAD_OVER_STDIO } from './unread-over-stdio.js';

describe('Over stdio', () => {
  const known = Object.values(ENVIRONMENT).flatMap((group) => Object.keys(group));
  const unread = Object.keys(UNREAD_OVER_STDIO);

  it('only variables that there are, are not read', () => {
    expect(unread.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('a bad value of one that is not read stops nothing', () => {
    const bad = Object.fromEntries(unread.map((name) => [name, '\0']));
    expect(loadStdioConfig(bad)).toEqual(loadStdioConfig({}));
  });
});
