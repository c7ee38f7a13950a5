import { type LockedTools } from './tools-lock.js';

/** One way in which a tool is not what was reviewed. */
export interface Difference {
  readonly tool: string;
  /** From the definition, as in RFC 6901; empty for a tool that came or went. */
  readonly pointer: string;
  /** What was reviewed; nothing for what came. */
  readonly before?: unknown;
  /** What there is now; nothing for what went. */
  readonly after?: unknown;
}

/** What differs between the reviewed definitions and those of now, tool by tool. */
export function compareTools(reviewed: LockedTools, now: LockedTools): Difference[] {
  const names = [...new Set([...Object.keys(reviewed), ...Object.keys(now)])].toSorted();
  return names.flatMap((tool) =>
    compare(valueOf(reviewed, tool), valueOf(now, tool), '').map((difference) => ({ tool, ...difference })),
  );
}

type Place = Omit<Difference, 'tool'>;

function compare(before: unknown, after: unknown, pointer: string): Place[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after))
    return [{ pointer, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    compare(
      valueOf(before, key),
      valueOf(after, key),
      `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ),
  );
}

function valueOf(container: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
