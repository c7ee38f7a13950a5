import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, SSEClientTransport } from '@modelcontextprotocol/client';
import { describeWith } from '../../support/available.js';
import { exercise, expectedFindings } from '../../support/clients/clients.js';
import { BuiltImage } from '../../support/deploy/built-image.js';
import { Container } from '../../support/deploy/container.js';
import { readDockerfile } from '../../support/deploy/dockerfile.js';
import { freePort } from '../../support/free-port.js';
import { ROOT } from '../../support/servers/server-process.js';
import { callTool, post, send } from '../../support/wire/http.js';

/** What a lock file says of each folder of packages. */
interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly version?: string }>>;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

const manifest = readJson(join(ROOT, 'package.json')) as {
  readonly version: string;
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
};

describeWith('ROOKERY_TEST_NODE24', 'The Dockerfile, carried out without an engine', (node) => {
  let image: BuiltImage;
  beforeAll(async () => {
    image = await BuiltImage.build(ROOT, node);
  });
  afterAll(() => image[Symbol.dispose]());

  async function start(environment: Record<string, string> = {}): Promise<[Container, port: number]> {
    const port = await freePort();
    return [await Container.start(image, node, { PORT: String(port), ...environment }), port];
  }

  it('begins every stage with one image of Node 24, which is a build argument', () => {
    expect(image.bases).toEqual(['node:24-slim', 'node:24-slim']);
    const froms = readDockerfile(join(ROOT, 'Dockerfile')).filter(({ name }) => name === 'FROM');
    for (const { text } of froms) expect(text).toMatch(/^\$\{NODE_IMAGE\}/);
  });

  it('says what the image is and how it is run', () => {
    expect(image).toMatchObject({
      environment: { NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '8000' },
      exposed: ['8000'],
      user: '10001:10001',
      entrypoint: ['node'],
      labels: {
        'org.opencontainers.image.version': manifest.version,
        'org.opencontainers.image.licenses': 'Apache-2.0',
      },
    });
  });

  it('leaves what was built and production packages, peers included, and no other', () => {
    expect(readdirSync(image.folder).toSorted()).toEqual(['dist', 'node_modules', 'package.json']);
    const lock = (readJson(join(ROOT, 'package-lock.json')) as Lock).packages;
    const installed = (readJson(join(image.folder, 'node_modules/.package-lock.json')) as Lock).packages;
    const names = Object.keys(installed);
    expect(
      names.filter((name) => lock[name]?.dev || lock[name]?.version !== installed[name]?.version),
    ).toEqual([]);
    for (const name of [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)])
      expect(names).toContain(`node_modules/${name}`);
    for (const name of ['typescript', 'jest', '@nestjs/cli', '@nestjs/testing'])
      expect(existsSync(join(image.folder, 'node_modules', name))).toBe(false);
    expect(readdirSync(join(image.folder, 'dist'), { recursive: true }).join('\n')).not.toContain('.spec.');
  });

  it('runs as PID 1 without a shell, not as root, on a root that is read-only, and ends at SIGTERM with 0', async () => {
    const [container] = await start();
    await using running = container;
    if (running.isContained) {
      const status = running.proc('status');
      expect(/^NSpid:.*\t(\d+)$/m.exec(status)![1]).toBe('1');
      expect(/^Uid:\t(\d+)\t(\d+)/m.exec(status)!.slice(1)).toEqual(['10001', '10001']);
      expect(/^Gid:\t(\d+)/m.exec(status)![1]).toBe('10001');
      const mounts = [...running.proc('mountinfo').matchAll(/^\d+ \d+ \S+ \S+ (\S+) (r[ow])/gm)];
      const writable = mounts.filter(([, , access]) => access === 'rw').map(([, where]) => where!);
      expect(new Set(writable)).toEqual(
        new Set(['/dev/null', '/dev/urandom', '/proc', '/usr/local/bin/node']),
      );
      expect(running.proc('cmdline').split('\0')[0]).toBe('node');
    }
    expect(await running.stop()).toBe(0);
    expect(running.output).not.toMatch(/"level":"(?:error|fatal)"/);
  });

  it("serves the seed's `docker run -p 8000:8000` to localhost, and says to others what to set", async () => {
    const [container, port] = await start();
    await using running = container;
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
    for (const address of ['127.0.0.1', ...(outside ? [outside] : [])]) {
      const url = `http://${address}:${port}/message`;
      const asked = await post(url, callTool(1, 'echo', { message: 'hello SSE' }), {
        host: 'localhost:8000',
      });
      expect(asked.json).toMatchObject({ result: { content: [{ text: 'hello SSE' }] } });
      const refused = await post(url, callTool(1, 'echo', { message: 'x' }), { host: 'mcp.example.com' });
      expect([refused.status, refused.text]).toEqual([403, expect.stringMatching(/AUTH.*PUBLIC_URL/)]);
    }
    expect(running.output).toContain('AUTH is unset');
  });

  it('serves an MCP client once AUTH and PUBLIC_URL are set', async () => {
    const [container, port] = await start({ AUTH: 'none', PUBLIC_URL: 'https://mcp.example.com' });
    await using running = container;
    const client = new Client({ name: 'image', version: '1.0.0' });
    await client.connect(new SSEClientTransport(new URL(`http://127.0.0.1:${port}/sse`)));
    expect(await exercise(client)).toEqual(await expectedFindings());
    expect((await send(`http://127.0.0.1:${port}/health`)).json).toMatchObject({ status: 'healthy' });
    expect(running.output).not.toContain('AUTH is unset');
  });

  it('has a health check that asks it, while it serves and while it drains', async () => {
    const [command, ...args] = image.healthCheck;
    expect(command).toBe('node');
    const [container, port] = await start({ SHUTDOWN_SECONDS: '4', DRAIN_DELAY_SECONDS: '2' });
    await using running = container;
    const ask = (): Promise<unknown> =>
      promisify(execFile)(node, args, { env: { PORT: String(port) }, cwd: image.folder });
    await ask();
    const exit = running.stop();
    await ask();
    expect(await exit).toBe(0);
    await expect(ask()).rejects.toMatchObject({ code: 1 });
  });
});
