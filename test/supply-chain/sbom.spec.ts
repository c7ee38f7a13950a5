import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string; readonly 'bom-ref': string } };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly version: string;
    readonly hashes?: readonly { readonly alg: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

function generate(): Sbom {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-sbom-'));
  const file = join(folder, 'sbom.cdx.json');
  try {
    execFileSync(process.execPath, ['scripts/generate-sbom.mjs', file], { stdio: 'pipe' });
    return JSON.parse(readFileSync(file, 'utf8')) as Sbom;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Readonly<Record<string, { readonly dev?: boolean }>>;
};

describe('The software bill of materials', () => {
  const sbom = generate();
  const names = new Set(sbom.components.map(({ name }) => name));

  it('is CycloneDX of this package', () => {
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'rookery' } } });
    expect(Number(sbom.specVersion)).toBeGreaterThanOrEqual(1.5);
  });

  it('has all that production needs, and what that needs', () => {
    const { dependencies = {}, peerDependencies = {} } = manifest;
    const needed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    expect([...names]).toEqual(expect.arrayContaining([...needed, 'express', 'fast-uri', 'debug', 'ms']));
  });

  it('has nothing that only development needs', () => {
    // What a package of production may use too, if it is there, npm installs with it.
    const onlyForDevelopment = Object.keys(manifest['devDependencies'] ?? {}).filter(
      (name) => lock.packages[`node_modules/${name}`]?.dev,
    );
    expect(onlyForDevelopment).toContain('jest');
    for (const name of onlyForDevelopment) expect(names).not.toContain(name);
  });

  it('has a hash of each package, and an edge for each that is needed', () => {
    const refs = new Set(sbom.components.map((component) => component['bom-ref']));
    for (const { name, hashes } of sbom.components)
      expect([name, hashes]).toEqual([name, [expect.anything()]]);
    for (const { ref, dependsOn } of sbom.dependencies)
      for (const one of dependsOn) expect([ref, one, refs.has(one)]).toEqual([ref, one, true]);
    const root = sbom.dependencies.find(({ ref }) => ref === sbom.metadata.component['bom-ref']);
    expect(root?.dependsOn.some((one) => one.startsWith('ajv@8'))).toBe(true);
  });
});
