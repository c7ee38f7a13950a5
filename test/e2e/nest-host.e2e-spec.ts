import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { McpModule } from '../../src/index.js';
import { ROOT } from '../support/servers/server-process.js';

/** Embeds the server. */
const HOST_APP = `
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { McpModule } from 'rookery';

class App {}
Module({ imports: [McpModule.forRoot()] })(App);

try {
  const app = await NestFactory.create(App, { logger: false, abortOnError: false });
  await app.init();
  await app.close();
  console.log('started');
} catch ({ name, message }) {
  console.log(name + ': ' + message);
}
`;

/** Has the service around tools that inject something of Nest. */
const SERVICE_APP = `
import { Module } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { createRookery } from 'rookery/service';

class Tools {}
Reflect.defineMetadata('design:paramtypes', [Reflector], Tools);
class App {}
Module({ providers: [Tools] })(App);

try {
  const { app } = await createRookery(App, { environment: { LOG_LEVEL: 'silent' } });
  await app.close();
  console.log('started');
} catch ({ name, message }) {
  console.log(name + ': ' + message);
}
`;

/** A package of this repository, in the folder of an app. What an app has not, it finds in this repository. */
type Install = (app: string, name: string) => void;

const copy: Install = (app, name) => {
  cpSync(join(ROOT, 'node_modules', name), place(app, name), { recursive: true, dereference: true });
};

const copyRookery: Install = (app, name) => {
  for (const path of ['package.json', 'dist'])
    cpSync(join(ROOT, path), join(place(app, name), path), { recursive: true });
};

const linkRookery: Install = (app, name) => symlinkSync(ROOT, place(app, name));

function place(app: string, name: string): string {
  const path = join(app, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** What starting an app with these packages prints. */
async function start(
  packages: [name: string, install: Install][],
  { program = HOST_APP, nestVersion }: { program?: string; nestVersion?: string } = {},
): Promise<string> {
  const app = join(ROOT, '.cache/nest-host');
  rmSync(app, { recursive: true, force: true });
  for (const [name, install] of packages) install(app, name);
  if (nestVersion !== undefined) {
    const manifest = join(app, 'node_modules/@nestjs/core/package.json');
    const { version, ...others } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    expect(version).not.toBe(nestVersion);
    writeFileSync(manifest, JSON.stringify({ ...others, version: nestVersion }));
  }
  // Without a manifest of its own the app would be part of this package, and find it as itself.
  writeFileSync(join(app, 'package.json'), '{}');
  writeFileSync(join(app, 'app.mjs'), program);
  return (await promisify(execFile)(process.execPath, [join(app, 'app.mjs')])).stdout.trim();
}

describe.each([
  ['McpModule', HOST_APP],
  ['createRookery', SERVICE_APP],
])('An app with its own copy of Nest, and %s', (_, program) => {
  it('starts when Rookery is installed beside it', async () => {
    const packages: [string, Install][] = [
      ['@nestjs/core', copy],
      ['@nestjs/platform-express', copy],
      ['@nestjs/terminus', copy],
      ['rookery', copyRookery],
    ];
    expect(await start(packages, { program })).toBe('started');
  });

  it.each([[['@nestjs/core']], [['@nestjs/core', '@nestjs/common']]])(
    'is told of the other copy of %j, which a linked Rookery finds',
    async (names) => {
      const copies = names.map((name): [string, Install] => [name, copy]);
      const printed = await start([...copies, ['rookery', linkRookery]], { program });
      expect(printed).toBe(
        "ConfigurationError: There are two copies of @nestjs/core, the app's own and " +
          `${realpathSync(join(ROOT, 'node_modules/@nestjs/core'))}: ` +
          "install rookery beside the app's, not by a link, and run npm dedupe",
      );
    },
  );
});

describe('An app on Nest 11', () => {
  it('does not start', async () => {
    const printed = await start(
      [
        ['@nestjs/core', copy],
        ['rookery', copyRookery],
      ],
      { nestVersion: '11.1.9' },
    );
    expect(printed).toBe('ConfigurationError: Rookery needs Nest 12 or newer, but the app has 11.1.9');
  });
});

describe('An app on Fastify', () => {
  class FastifyAdapter extends ExpressAdapter {
    override getType(): string {
      return 'fastify';
    }
  }

  @Module({ imports: [McpModule.forRoot()] })
  class App {}

  const SENTENCE =
    'Rookery needs Express, but the app runs on fastify: create it with @nestjs/platform-express';

  it('does not start', async () => {
    const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false, abortOnError: false });
    await expect(app.init()).rejects.toMatchObject({ name: 'ConfigurationError', message: SENTENCE });
  });

  it('does not start in a test either', async () => {
    const module = await Test.createTestingModule({ imports: [App] }).compile();
    const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
    await expect(app.init()).rejects.toThrow(SENTENCE);
  });
});

describe('A context without HTTP', () => {
  it('starts', async () => {
    @Module({ imports: [McpModule.forRoot()] })
    class App {}
    const context = await NestFactory.createApplicationContext(App, { logger: false });
    await expect(context.close()).resolves.toBeUndefined();
  });
});
