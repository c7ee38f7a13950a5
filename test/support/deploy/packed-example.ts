import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../servers/server-process.js';

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
    const pack = await run(
      ROOT,
      'npm',
      'pack',
      '--ignore-scripts',
      '--json',
      '--pack-destination',
      temporary,
    );
    const [{ filename, files }] = JSON.parse(pack) as [{ filename: string; files: { path: string }[] }];
    const example = new PackedExample(
      temporary,
      folder,
      files.map(({ path }) => path),
    );
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

async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd, maxBuffer: 2 ** 24 })).stdout;
  } catch (error) {
    const { message, stdout } = error as Error & { stdout: string };
    throw new Error(`${message}\n${stdout}`, { cause: error });
  }
}
