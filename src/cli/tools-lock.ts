import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ToolDefinition } from '../protocol/index.js';
import { CommandError } from './command.js';

/** What a review saw of the tools, by their names. */
export type LockedTools = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface LockFile {
  readonly version: 1;
  readonly tools: Readonly<
    Record<string, { readonly hash: string; readonly definition: LockedTools[string] }>
  >;
}

/** By name, each with its keys sorted: the same definitions are the same text on every machine. */
export function toLockedTools(definitions: readonly ToolDefinition[]): LockedTools {
  const entries = definitions.map((definition) => [definition.name, sortKeys(definition)] as const);
  return sortKeys(Object.fromEntries(entries)) as LockedTools;
}

/**
 * @returns nothing if there is no such file
 * @throws CommandError for one that was not written by {@link writeLock}
 */
export function readLock(path: string): LockedTools | undefined {
  if (!existsSync(path)) return undefined;
  const { tools } = parse(path);
  return Object.fromEntries(
    Object.entries(tools).map(([name, { hash, definition }]) => {
      if (hash === hashOf(definition)) return [name, definition];
      throw new CommandError(
        `${path}: the hash of "${name}" is not that of its definition. Write the file by --lock --update`,
      );
    }),
  );
}

export function writeLock(path: string, tools: LockedTools): void {
  const file: LockFile = {
    version: 1,
    tools: Object.fromEntries(
      Object.entries(tools).map(([name, definition]) => [name, { hash: hashOf(definition), definition }]),
    ),
  };
  writeFileSync(path, `${JSON.stringify(file, undefined, 2)}\n`);
}

function parse(path: string): LockFile {
  const read = parseJson(readFileSync(path, 'utf8')) as Partial<LockFile> | null;
  const isOurs = read?.version === 1 && Object.values(read.tools ?? [undefined]).every(Boolean);
  if (isOurs) return read as LockFile;
  throw new CommandError(
    `${path} is not a lock file of tools. Write it by --lock --update, or name another file: --lock=path`,
  );
}

/** @returns null for text that is not JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hashOf(definition: unknown): string {
  return `sha256-${createHash('sha256')
    .update(JSON.stringify(sortKeys(definition)))
    .digest('base64')}`;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortKeys(member)]));
}
