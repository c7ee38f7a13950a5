import { InvalidParamsError } from '../protocol/index.js';

/** How lists are cut into pages. Bind an instance to change it. */
export class ListOptions {
  /** Members of a page. @default 100 */
  pageSize = 100;
}

export interface Page<Member> {
  readonly members: readonly Member[];
  readonly nextCursor?: string;
}

/**
 * One page of a list that is ordered by name. The cursor says the name that the page starts after, so that it stays good
 * when members come and go.
 * @throws InvalidParamsError for a cursor that {@link paginate} did not make
 */
export function paginate<Member>(
  members: readonly Member[],
  nameOf: (member: Member) => string,
  cursor: unknown,
  pageSize: number,
): Page<Member> {
  const after = cursor === undefined || cursor === null ? undefined : decodeCursor(cursor);
  const rest = after === undefined ? members : members.filter((member) => nameOf(member) > after);
  const page = rest.slice(0, pageSize);
  const last = page.at(-1);
  if (rest.length <= pageSize || last === undefined) return { members: page };
  return { members: page, nextCursor: encodeCursor(nameOf(last)) };
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
