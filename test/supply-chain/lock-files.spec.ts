import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Floor, FLOORS, GO_FLOORS, isAbove, PRODUCT_FLOORS } from './floors.js';
import { readAllowedScripts, readGoSum, readLockFile } from './lock-file.js';

const LOCK_FILES = execFileSync('git', ['ls-files', '*package-lock.json'], { encoding: 'utf8' })
  .trim()
  .split('\n');

/** Clients of the field that are old on purpose. They call a server on loopback, and serve nothing, which the holes are in. */
const OLD_ON_PURPOSE: Readonly<Record<string, string>> = {
  'test/clients/typescript-1.10/package-lock.json': '@modelcontextprotocol/sdk',
};

/** What is below a floor, with the reason of the floor. */
function below(packages: readonly { name: string; version: string }[], floors: readonly Floor[]): string[] {
  return packages.flatMap(({ name, version }) =>
    floors
      .filter((floor) => floor.package === name && !isAbove(version, floor))
      .map(({ because }) => `${name}@${version}: ${because}`),
  );
}

describe('isAbove', () => {
  const floor: Floor = { package: 'p', versions: ['0.1.13', '8.4.0'], because: '' };

  it.each(['0.1.13', '0.1.20', '8.4.0', '8.10.0', '9.0.0', 'v8.4.1'])('is true of %s', (version) => {
    expect(isAbove(version, floor)).toBe(true);
  });

  it.each(['0.1.12', '0.2.5', '1.9.0', '8.3.9', '8.4.0-rc.1', '', 'latest'])('is false of %j', (version) => {
    expect(isAbove(version, floor)).toBe(false);
  });
});

describe('The lock files', () => {
  it('are those of the product, of the bench and of the clients', () => {
    expect(LOCK_FILES).toEqual(
      expect.arrayContaining([
        'package-lock.json',
        'bench/package-lock.json',
        'test/clients/mcp-nest/package-lock.json',
      ]),
    );
  });

  it.each(LOCK_FILES)('have no package with a known hole: %s', (path) => {
    const held = readLockFile(path).filter(({ name }) => name !== OLD_ON_PURPOSE[path]);
    expect(below(held, FLOORS)).toEqual([]);
  });

  it('ship on what is supported', () => {
    const packages = readLockFile('package-lock.json');
    expect(below(packages, PRODUCT_FLOORS)).toEqual([]);
    for (const { package: name } of PRODUCT_FLOORS) expect(packages.map((one) => one.name)).toContain(name);
  });

  it('name only floors of packages that some tree has', () => {
    const names = new Set(LOCK_FILES.flatMap(readLockFile).map(({ name }) => name));
    expect(FLOORS.filter((floor) => !names.has(floor.package))).toEqual([]);
  });

  it.each(LOCK_FILES)('pin the content of each package, and let the registry be chosen: %s', (path) => {
    const loose = readLockFile(path).filter(
      ({ integrity, resolved, link, inBundle }) =>
        link || resolved !== undefined || !(inBundle || integrity?.startsWith('sha512-')),
    );
    expect(loose).toEqual([]);
  });

  it.each(LOCK_FILES)('have no install script that nobody decided on: %s', (path) => {
    const allowed = readAllowedScripts(path);
    const scripted = readLockFile(path).filter(({ hasInstallScript }) => hasInstallScript);
    expect(scripted.map(({ name }) => name).toSorted()).toEqual(Object.keys(allowed).toSorted());
    expect(Object.values(allowed)).not.toContain(true);
  });
});

describe('The Go client', () => {
  it('has no module with a known hole', () => {
    const modules = readGoSum('test/clients/go/go.sum');
    expect(modules.map(({ name }) => name)).toEqual(
      expect.arrayContaining(GO_FLOORS.map((one) => one.package)),
    );
    expect(below(modules, GO_FLOORS)).toEqual([]);
  });
});

describe('Node.js', () => {
  it('is asked for in the versions that the documentation names', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe('>=20.19.0');
    for (const version of ['20.20.2', '22.22.2', '24.14.1'])
      expect(readFileSync('SECURITY.md', 'utf8')).toContain(version);
  });
});
