import type { Logger } from '@nestjs/common';
import { InvalidParamsError } from '../protocol/index.js';

/** How lists are cut into pages, and kept. Bind an instance to change it. */
export class ListOptions {
  /** Members of a page at most; a page ends earlier where they are large. @default 1000 */
  pageSize = 1000;

  /** For how long clients of revision 2026-07-28 may keep a list, in milliseconds. @default 60_000 */
  ttlMs = 60_000;

  /** What the log advises where a list has more members than a page may. */
  pageSizeHint = 'raise `lists.pageSize` of McpModule';
}

/** A member of a list, ready to be sent. */
export interface Listed {
  readonly name: string;
  /** The member as JSON text. */
  readonly json: string;
  /** What that text takes on an event stream. */
  readonly jsonBytes: number;
}

export interface Page<Member> {
  readonly members: readonly Member[];
  readonly nextCursor?: string;
}

/** The members of a page together: many clients drop an event above 1 MiB. */
const MAX_PAGE_BYTES = 900_000;

/**
 * One page of a list that is ordered by name. The cursor says the name that the page starts after, so that it stays good
 * when members come and go.
 * @throws InvalidParamsError for a cursor that {@link paginate} did not make
 */
export function paginate<Member extends Listed>(
  members: readonly Member[],
  cursor: unknown,
  pageSize: number,
): Page<Member> {
  const after = cursor === undefined || cursor === null ? undefined : decodeCursor(cursor);
  const rest = after === undefined ? members : members.filter(({ name }) => name > after);
  const page = rest.slice(0, countOnPage(rest, pageSize));
  const last = page.at(-1);
  if (rest.length === page.length || last === undefined) return { members: page };
  return { members: page, nextCursor: encodeCursor(last.name) };
}

/** How many of the members its first page holds. One that is larger than a page is alone on its own. */
function countOnPage(members: readonly Listed[], pageSize: number): number {
  let bytes = 0;
  for (const [index, { jsonBytes }] of members.entries()) {
    bytes += jsonBytes + ','.length;
    if (index === pageSize || (index > 0 && bytes > MAX_PAGE_BYTES)) return index;
  }
  return members.length;
}

/**
 * Warns of a list that its first page does not hold.
 * @param kind of its members: `tools`
 */
export function warnOfLaterPages(
  kind: string,
  members: readonly Listed[],
  { pageSize, pageSizeHint }: ListOptions,
  logger: Logger,
): void {
  const count = countOnPage(members, pageSize);
  if (count === members.length) return;
  const mend =
    count === pageSize
      ? pageSizeHint
      : `shorten their descriptions and schemas: a page ends before ${MAX_PAGE_BYTES} bytes`;
  logger.warn(
    `The first page of ${kind}/list holds ${count} of ${members.length} ${kind}, and many clients read only that page. Serve fewer, or ${mend}`,
  );
}

const PREFIX = 'after:';

function encodeCursor(name: string): string {
  return Buffer.from(PREFIX + name).toString('base64url');
}

function decodeCursor(cursor: unknown): string {
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString() : '';
  if (!text.startsWith(PREFIX) || encodeCursor(text.slice(PREFIX.length)) !== cursor)
    throw new InvalidParamsError('Unknown cursor');
  return text.slice(PREFIX.length);
}
