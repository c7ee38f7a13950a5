import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildApp } from '../support/docs/snippets.js';
import { ROOT } from '../support/servers/server-process.js';

const HEAVY = ['pino', 'prom-client', '@nestjs/terminus', '@nestjs/throttler'];

const { exports: ENTRIES } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  exports: Record<string, { default: string }>;
};

/** Those of the heavy packages that an entry of this package loads. */
async function loadedBy(entry: string): Promise<string[]> {
  const program = join(ROOT, 'test/support/servers/entry-packages.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, ENTRIES[entry]!.default], {
    maxBuffer: 16 * 1024 * 1024,
  });
  expect(stdout).toContain('/node_modules/@nestjs/common/');
  return HEAVY.filter((name) => stdout.includes(`/node_modules/${name}/`));
}

describe('What an entry of the package loads', () => {
  it.each([
    ['.', []],
    ['./auth', []],
    ['./health', ['@nestjs/terminus']],
    ['./metrics', ['prom-client']],
    ['./throttling', ['@nestjs/throttler']],
    ['./resources', []],
    ['./service', HEAVY],
  ])('%s', async (entry, packages) => {
    expect(await loadedBy(entry)).toEqual(packages);
  });
});

describe('createRookery', () => {
  const build = (entry: string): Promise<string> =>
    buildApp(
      'entries',
      [['src/main.ts', `import { createRookery } from '${entry}';\nexport const start = createRookery;\n`]],
      { 'node_modules/rookery': '.' },
    );

  it('is in rookery/service', async () => {
    await build('rookery/service');
  }, 60_000);

  it('is not in rookery', async () => {
    await expect(build('rookery')).rejects.toThrow(/'"rookery"' has no exported member .*createRookery/);
  }, 60_000);
});
