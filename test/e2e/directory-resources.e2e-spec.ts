import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DirectoryResources } from '../../src/directory/index.js';
import { McpModule } from '../../src/index.js';
import { connect, type McpTestClient } from '../../src/testing/index.js';
import { eventually } from '../support/eventually.js';

describe('The files of a folder', () => {
  let place: string;
  let folder: string;
  let app: INestApplicationContext;
  let mcp: McpTestClient;

  beforeEach(async () => {
    place = await realpath(await mkdtemp(join(tmpdir(), 'rookery-files-')));
    folder = join(place, 'served');
    await mkdir(join(folder, 'guide/deep/deeper'), { recursive: true });
    await mkdir(join(place, 'outside'));
    await writeFile(join(place, 'outside/secret.txt'), 'secret');
    await writeFile(join(folder, 'read me.md'), '# Read');
    await writeFile(join(folder, 'pixel.png'), Buffer.from([0x89, 0x50]));
    await writeFile(join(folder, 'guide/start.json'), '{}');
    await writeFile(join(folder, 'guide/deep/deeper/four.txt'), 'too deep');
    await writeFile(join(folder, '.env'), 'TOKEN=1');
    await writeFile(join(folder, 'large.txt'), 'a'.repeat(101));
    await writeFile(join(folder, 'a%2e%2e.txt'), 'odd');
    await symlink(join(place, 'outside/secret.txt'), join(folder, 'link.txt'));
    await symlink(join(place, 'outside'), join(folder, 'linked'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);

    @Module({
      imports: [
        McpModule.forRoot(),
        DirectoryResources.register({ folder, uri: 'docs://manual', maxDepth: 3, maxFileBytes: 100 }),
      ],
    })
    class AppModule {}
    app = (await Test.createTestingModule({ imports: [AppModule] }).compile()).createNestApplication();
    mcp = await connect(app);
  });
  afterEach(async () => {
    await mcp.close();
    await app.close();
    await rm(place, { recursive: true });
  });

  it('are listed with their types and sizes, without links, hidden and large ones', async () => {
    expect(await mcp.listResources()).toEqual([
      expect.objectContaining({ uri: 'docs://manual/guide/start.json', mimeType: 'application/json' }),
      expect.objectContaining({ uri: 'docs://manual/pixel.png', mimeType: 'image/png', size: 2 }),
      {
        uri: 'docs://manual/read%20me.md',
        name: 'read me.md',
        mimeType: 'text/markdown',
        size: 6,
        annotations: { lastModified: expect.stringMatching(/Z$/) as string },
      },
    ]);
  });

  it('are read as text or bytes, by their types', async () => {
    expect(await mcp.readResource('docs://manual/read%20me.md')).toEqual([
      { uri: 'docs://manual/read%20me.md', mimeType: 'text/markdown', text: '# Read' },
    ]);
    expect(await mcp.readResource('docs://manual/pixel.png')).toMatchObject([
      { mimeType: 'image/png', blob: 'iVA=' },
    ]);
  });

  it.each([
    ['..', '../outside/secret.txt'],
    ['encoded ..', '%2e%2e/outside/secret.txt'],
    ['encoded slashes', '..%2Foutside%2Fsecret.txt'],
    ['backslashes', '..%5Coutside%5Csecret.txt'],
    ['a double encoding', '%252e%252e/outside/secret.txt'],
    ['an absolute path', '/etc/passwd'],
    ['a link', 'link.txt'],
    ['a link to a folder', 'linked/secret.txt'],
    ['a hidden file', '.env'],
    ['a folder', 'guide'],
    ['a file as a folder', 'pixel.png/x'],
    ['NUL', 'pixel.png%00'],
    ['a pipe', 'pipe'],
    ['a large file', 'large.txt'],
    ['a deep file', 'guide/deep/deeper/four.txt'],
    ['nothing', 'none.txt'],
  ])('are not read by %s', async (_, path) => {
    await expect(mcp.readResource(`docs://manual/${path}`)).rejects.toMatchObject({ code: -32002 });
  });

  it('are not read once their folder is swapped for a link', async () => {
    await rename(join(folder, 'guide'), join(place, 'guide'));
    await symlink(join(place, 'guide'), join(folder, 'guide'));
    await expect(mcp.readResource('docs://manual/guide/start.json')).rejects.toMatchObject({ code: -32002 });
  });

  it('are announced when they change, come and go', async () => {
    await mcp.subscribe('docs://manual/pixel.png');
    await eventually(async () => {
      await writeFile(join(folder, 'pixel.png'), Buffer.from([1]));
      return mcp.updatedUris.length > 0;
    });
    await writeFile(join(folder, 'new.txt'), 'new');
    await eventually(() =>
      mcp.messages.some(({ method }) => method === 'notifications/resources/list_changed'),
    );
    expect(new Set(mcp.updatedUris)).toEqual(new Set(['docs://manual/pixel.png']));
  });
});

describe('A folder that is not there', () => {
  it('stops the boot', async () => {
    @Module({
      imports: [
        McpModule.forRoot(),
        DirectoryResources.register({ folder: '/nowhere', uri: 'docs://manual' }),
      ],
    })
    class AppModule {}
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    await expect(module.createNestApplication().init()).rejects.toThrow(
      'DirectoryResources: /nowhere cannot be served: ENOENT',
    );
  });
});
