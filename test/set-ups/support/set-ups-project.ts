import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { packPackage, run } from '../../support/deploy/packed-package.js';

export type ModuleKind = 'module' | 'commonjs';

/**
 * A project with the packed package, and with the packages of test/programs/test-set-ups. It is outside of this
 * repository, whose packages would be found otherwise.
 */
export class SetUpsProject implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    /** What its manifest asks for besides the package, by name. */
    readonly packages: readonly string[],
  ) {}

  /** @param installed what npm wrote into the folder of the installed packages */
  static async install(installed: string): Promise<SetUpsProject> {
    const packages = dirname(installed);
    const manifest = join(dirname(packages), 'package.json');
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'rookery-set-ups-')));
    await run(folder, 'cp', '--archive', packages, manifest, folder);
    const { filename } = await packPackage(folder);
    const quick = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    await run(folder, 'npm', 'install', '--no-save', ...quick, `./${filename}`);
    const { dependencies, devDependencies } = JSON.parse(await readFile(manifest, 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      object
    >;
    return new SetUpsProject(folder, Object.keys({ ...dependencies, ...devDependencies }));
  }

  /** @param files by their paths in the app @returns the folder of the app */
  async makeApp(type: ModuleKind, files: readonly [path: string, text: string][]): Promise<string> {
    const app = join(this.folder, type);
    for (const [path, text] of [['package.json', JSON.stringify({ type })] as const, ...files]) {
      await mkdir(dirname(join(app, path)), { recursive: true });
      await writeFile(join(app, path), text);
    }
    return app;
  }

  /** Runs lines of a shell in an app, on this Node. @returns what they printed @throws Error with that, if one fails */
  async run(app: string, node: string, lines: string): Promise<string> {
    const path = [dirname(node), process.env['PATH']].join(delimiter);
    // What a runner keeps for its next run goes with the project.
    const environment = { PATH: path, HOME: this.folder, TMPDIR: this.folder, NO_COLOR: '1' };
    const given = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    return await run(app, 'env', '--ignore-environment', ...given, 'bash', '-ec', `exec 2>&1\n${lines}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
