import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from '../servers/server-process.js';

/** The package as a registry would have it. */
export interface PackedPackage {
  readonly filename: string;
  /** What is in it, by its path. */
  readonly paths: readonly string[];
}

/** Packs what is built in `dist`. @param folder where the tarball goes */
export async function packPackage(folder: string): Promise<PackedPackage> {
  const output = await run(ROOT, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder);
  const [{ filename, files }] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  return { filename, paths: files.map(({ path }) => path) };
}

/** @returns what the command printed @throws Error with that, if it fails */
export async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd, maxBuffer: 2 ** 24 })).stdout;
  } catch (error) {
    const { message, stdout } = error as Error & { stdout: string };
    throw new Error(`${message}\n${stdout}`, { cause: error });
  }
}
