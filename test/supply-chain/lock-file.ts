import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface LockedPackage {
  /** Of the package itself, whatever it is installed as. */
  readonly name: string;
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Every package of a `package-lock.json`, but for the root itself. */
export function readLockFile(path: string): LockedPackage[] {
  const { packages } = readJson(path) as {
    packages: Record<string, Omit<LockedPackage, 'name'> & { name?: string }>;
  };
  return Object.entries(packages)
    .filter(([location]) => location !== '')
    .map(([location, entry]) => ({ ...entry, name: entry.name ?? location.split('node_modules/').at(-1)! }));
}

/** The packages whose install scripts the manifest beside a lock file decides on, and whether they run. */
export function readAllowedScripts(lockFile: string): Record<string, boolean> {
  const manifest = readJson(join(dirname(lockFile), 'package.json')) as {
    allowScripts?: Record<string, boolean>;
  };
  return manifest.allowScripts ?? {};
}

/** The modules of a `go.sum`. */
export function readGoSum(path: string): { name: string; version: string }[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, version]) => !version!.endsWith('/go.mod'))
    .map(([name, version]) => ({ name: name!, version: version! }));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
