// Writes the software bill of materials of a production install, as CycloneDX: node scripts/generate-sbom.mjs [file]
//
// `npm sbom --omit dev` leaves out whatever a development package needs too, such as ajv and express. So npm lists all
// that package-lock.json has, and what the lock marks as development only is taken out here. An optional peer of a package
// that development needs too, such as @nestjs/websockets, stays: `npm ci --omit dev` installs it.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [file = 'sbom.cdx.json'] = process.argv.slice(2);

const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const shipped = new Set(
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(
      ([path, { version }]) =>
        `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`,
    ),
);

const args = [
  'sbom',
  '--package-lock-only',
  '--offline',
  '--sbom-format',
  'cyclonedx',
  '--sbom-type',
  'application',
];
const sbom = JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
const root = sbom.metadata.component['bom-ref'];

// The name of the folder otherwise.
sbom.metadata.component.name = name;
sbom.components = sbom.components
  .filter((component) => shipped.has(component['bom-ref']))
  .map(({ properties = [], ...component }) => ({
    ...component,
    scope: 'required',
    // npm lists a package once: as one of development, if that copy comes first.
    properties: properties.filter((property) => property.name !== 'cdx:npm:package:development'),
  }));
sbom.dependencies = sbom.dependencies
  .filter(({ ref }) => ref === root || shipped.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => shipped.has(one)) }));

writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
