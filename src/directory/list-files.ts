import type { Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DirectoryLimits } from './directory.options.js';
import { isServedName } from './served-path.js';

/** A file of a folder. */
export interface ListedFile {
  /** From the folder, with `/` between segments. */
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: Date;
}

/** The files of a folder and of those in it, as far as its limits go. Links are passed over. */
export async function listFilesIn(root: string, limits: DirectoryLimits): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  const folders: string[][] = [[]];
  let left = limits.maxEntries;
  for (let folder = folders.shift(); folder && left > 0; folder = folders.shift()) {
    for (const entry of await readEntries(join(root, ...folder), left)) {
      left--;
      const segments = [...folder, entry.name];
      if (entry.isDirectory() && segments.length < limits.maxDepth) folders.push(segments);
      const file = entry.isFile() ? await describe(root, segments) : undefined;
      if (file && file.size <= limits.maxFileBytes) files.push(file);
    }
  }
  return files;
}

/** @returns nothing for a folder that has gone */
async function readEntries(path: string, max: number): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(path)) {
      if (entries.length === max) break;
      if (isServedName(entry.name)) entries.push(entry);
    }
  } catch {
    // It has gone, or may not be read: what was seen of it counts.
  }
  return entries;
}

async function describe(root: string, segments: readonly string[]): Promise<ListedFile | undefined> {
  try {
    const { size, mtime } = await lstat(join(root, ...segments));
    return { path: segments.join('/'), size, modifiedAt: mtime };
  } catch {
    return undefined;
  }
}
