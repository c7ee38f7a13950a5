import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** A link is not followed, and a pipe does not keep anybody waiting. Windows has neither. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file of a folder, if each part of its path is what its name says, and no link.
 * @param root of the folder, without links in it
 * @returns `undefined` for what is not there, is no file, or has more bytes
 * @throws Error for a file that cannot be read
 */
export async function readFileIn(
  root: string,
  segments: readonly string[],
  maxBytes: number,
): Promise<Buffer | undefined> {
  const path = join(root, ...segments);
  const handle = await openIfThere(path);
  if (!handle) return undefined;
  try {
    const { size, isWithin } = await inspect(handle, path);
    return isWithin && size <= maxBytes ? await readBytes(handle, size) : undefined;
  } finally {
    await handle.close();
  }
}

/** What is open is what the path leads to without a link: a folder may be swapped for a link between two calls. */
async function inspect(handle: FileHandle, path: string): Promise<{ size: number; isWithin: boolean }> {
  const opened = await handle.stat({ bigint: true });
  const isWithin = opened.isFile() && (await leadsTo(path, opened));
  return { size: Number(opened.size), isWithin };
}

/** @returns false too for a path that has gone meanwhile */
async function leadsTo(path: string, { ino, dev }: BigIntStats): Promise<boolean> {
  try {
    if ((await realpath(path)) !== path) return false;
    const found = await lstat(path, { bigint: true });
    return found.ino === ino && found.dev === dev;
  } catch {
    return false;
  }
}

async function readBytes(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

/** Of a path through a file, or to a link, nothing is there. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENAMETOOLONG', 'EMLINK', 'ENXIO']);

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, FLAGS);
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
