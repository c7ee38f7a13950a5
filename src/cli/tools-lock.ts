import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
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
 * @throws CommandError for one that cannot be read, or was not written by {@link writeLock}
 */
export function readLock(path: string): LockedTools | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const { tools } = parse(path, text);
  return Object.fromEntries(
    Object.entries(tools).map(([name, { hash, definition }]) => {
      if (hash === hashOf(definition)) return [name, definition];
      throw new CommandError(
        `${path}: the hash of "${name}" is not that of its definition. Write the file by --lock --update`,
      );
    }),
  );
}

/** @throws CommandError for a path that cannot be written */
export function writeLock(path: string, tools: LockedTools): void {
  const file: LockFile = {
    version: 1,
    tools: Object.fromEntries(
      Object.entries(tools).map(([name, definition]) => [name, { hash: hashOf(definition), definition }]),
    ),
  };
  try {
    writeFileSync(path, `${JSON.stringify(file, undefined, 2)}\n`);
  } catch (error) {
    throw new CommandError(`${path} cannot be written (${(error as Error).message}). ${NAME_ANOTHER}`);
  }
}

/** @returns nothing if there is no such file */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CommandError(`${path} cannot be read (${(error as Error).message}). ${NAME_ANOTHER}`);
  }
}

const NAME_ANOTHER = 'Name a file in a folder that is there: --lock=path';

function parse(path: string, text: string): LockFile {
  const read = parseJson(text) as Partial<LockFile> | null;
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
