// Serves the tools of the official conformance suite on PORT, from the build.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.cache/conformance');
const { code } = transformFileSync(join(root, 'test/conformance/fixture.module.ts'), {
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
});
mkdirSync(folder, { recursive: true });
// From there the build is as far away as the sources are from the fixture.
writeFileSync(join(folder, 'fixture.module.mjs'), code.replaceAll('../../src/', '../../dist/'));

const { createRookery } = await import('../dist/service/index.js');
const { ConformanceModule } = await import(join(folder, 'fixture.module.mjs'));
const rookery = await createRookery(ConformanceModule);
await rookery.listen();
