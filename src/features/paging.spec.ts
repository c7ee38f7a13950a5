import { type Listed, paginate } from './paging.js';

const member = (name: string, jsonBytes: number): Listed => ({ name, json: '{}', jsonBytes });

/** The names on each page. */
function pagesOf(members: readonly Listed[], pageSize = 1000): string[] {
  const pages: string[] = [];
  let cursor: string | undefined;
  do {
    const page = paginate(members, cursor, pageSize);
    pages.push(page.members.map(({ name }) => name).join(''));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

describe('paginate', () => {
  it('gives one empty page of an empty list', () => {
    expect(pagesOf([])).toEqual(['']);
  });

  it('has no cursor after a page that the list just fills', () => {
    expect(pagesOf([member('a', 1), member('b', 1)], 2)).toEqual(['ab']);
  });

  it('counts the comma after each member', () => {
    expect(pagesOf([member('a', 449_999), member('b', 449_999)])).toEqual(['ab']);
    expect(pagesOf([member('a', 449_999), member('b', 450_000)])).toEqual(['a', 'b']);
  });

  it('gives every large member a page of its own', () => {
    expect(pagesOf([member('a', 2_000_000), member('b', 2_000_000), member('c', 1)])).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});
