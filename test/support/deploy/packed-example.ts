import { cp, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ROOT } from '../servers/server-process.js';
import { packPackage, run } from './packed-package.js';

/** What `npm install` and what was built here leave in the folder of an example. */
const LEFTOVERS = new Set(['node_modules', 'dist', 'package-lock.json']);

/**
 * An example in a folder of its own, with the packed package installed. The folder is outside of this repository, whose
 * packages would be found otherwise.
 */
export class PackedExample implements AsyncDisposable {
  private constructor(
    private readonly temporary: string,
    readonly folder: string,
    /** What is in the package, by its path. */
    readonly packed: readonly string[],
  ) {}

  /** @param name a folder of `examples` */
  static async install(name: string): Promise<PackedExample> {
    const temporary = await realpath(await mkdtemp(join(tmpdir(), 'rookery-example-')));
    const folder = join(temporary, name);
    const source = join(ROOT, 'examples', name);
    await cp(source, folder, { recursive: true, filter: (path) => !LEFTOVERS.has(basename(path)) });
    const { filename, paths } = await packPackage(temporary);
    const example = new PackedExample(temporary, folder, paths);
    await example.run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', `../${filename}`);
    return example;
  }

  /** @returns what the command printed @throws Error with that, if it fails */
  run(command: string, ...args: string[]): Promise<string> {
    return run(this.folder, command, ...args);
  }

  /** Where packages of this name are installed, from the folder. */
  async copiesOf(name: string): Promise<string[]> {
    const paths = await readdir(this.folder, { recursive: true });
    return paths.filter((path) => path.endsWith(join('node_modules', name, 'package.json'))).map(dirname);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.temporary, { recursive: true, force: true });
  }
}
