import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../support/available.js';
import { render, valuesOf } from '../support/chart/helm.js';
import { RunningPod } from '../support/chart/kubelet.js';
import { PackedExample } from '../support/deploy/packed-example.js';
import { run } from '../support/deploy/packed-package.js';
import { RatesService } from '../support/deploy/rates-service.js';
import { freePort } from '../support/free-port.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const QUESTION = { from: 'EUR', to: 'USD', dates: ['2026-01-30', '2026-01-31'] };
const TOKEN = 'a token of the operator';

let example: PackedExample;
beforeAll(async () => {
  example = await PackedExample.install('own-server');
});
afterAll(() => example[Symbol.asyncDispose]());

describe('The package', () => {
  it('holds what was built, its declarations, and nothing else', () => {
    const others = example.packed.filter((path) => !/^dist\/.+(?<!\.spec)(\.js|\.d\.ts)$/.test(path));
    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json']);
  });

  it('holds every file that it exports', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      exports: Record<string, string | Record<string, string>>;
    };
    const files = Object.values(exports).flatMap((one) =>
      typeof one === 'string' ? one : Object.values(one),
    );
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect(example.packed).toContain(file.replace('./', ''));
  });

  it('is built before it is packed, where npm runs scripts of ours', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rookery-unbuilt-'));
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const scripts = { ...manifest.scripts, build: 'mkdir dist && touch dist/built.js' };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, scripts }));
    const [packed] = JSON.parse(await run(folder, 'npm', 'pack', '--json', '--ignore-scripts=false')) as [
      { files: { path: string }[] },
    ];
    expect(packed.files.map(({ path }) => path)).toContain('dist/built.js');
    await rm(folder, { recursive: true });
  });
});

describe('examples/own-server', () => {
  it.each([
    '@nestjs/common',
    '@nestjs/core',
    'rxjs',
    'reflect-metadata',
    'class-validator',
    'class-transformer',
    'rookery',
  ])('has one copy of %s', async (name) => {
    expect(await example.copiesOf(name)).toEqual([join('node_modules', name)]);
  });

  describe('once it is built', () => {
    let rates: RatesService;

    beforeAll(async () => {
      const tsconfig = join(example.folder, 'tsconfig.json');
      const { compilerOptions, ...rest } = JSON.parse(readFileSync(tsconfig, 'utf8')) as {
        compilerOptions: Record<string, unknown>;
      };
      expect(compilerOptions).toMatchObject({ strict: true, skipLibCheck: true });
      // The declarations of the package hold for those too who check them.
      writeFileSync(
        tsconfig,
        JSON.stringify({ ...rest, compilerOptions: { ...compilerOptions, skipLibCheck: false } }),
      );
      const output = await example.run('npm', 'test');
      expect(output).toMatch(/^(#|ℹ) pass [1-9]/m);
      await example.run('npm', 'prune', '--omit=dev', '--no-audit', '--no-fund');
      rates = await RatesService.start();
    });

    afterAll(() => rates[Symbol.asyncDispose]());

    function start(environment: NodeJS.ProcessEnv = {}): ServerProcess {
      const own = { RATES_URL: rates.url, OPERATOR_TOKEN: TOKEN };
      return ServerProcess.start({ ...own, ...environment }, join(example.folder, 'dist/main.js'));
    }

    it('serves its own tools and no samples, with production packages only, and stops in peace', async () => {
      expect(await example.copiesOf('typescript')).toEqual([]);
      await using server = start();
      const url = `${await server.url()}/message`;
      const { result } = (await post(url, rpc(1, 'tools/list'))).json as {
        result: { tools: { name: string }[] };
      };
      expect(result.tools.map(({ name }) => name)).toEqual(['exchangeRates', 'usage']);
      expect((await post(url, callTool(2, 'echo', { message: 'x' }))).json).toMatchObject({
        error: { message: 'Unknown tool: echo' },
      });
      expect(server.log.filter(({ level }) => level !== 'info')).toEqual([]);
      expect(await server.stop('SIGTERM')).toBe(0);
      expect(server.errors).toEqual([]);
    });

    it('has a name and a version of its own', async () => {
      await using server = start();
      const url = await server.url();
      expect((await post(`${url}/message`, rpc(1, 'initialize', {}))).json).toMatchObject({
        result: { serverInfo: { name: 'own-server', version: '1.0.0' } },
      });
      expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: '1.0.0' });
    });

    it('says in one sentence that a variable is bad', async () => {
      await using server = start({ PORT: 'abc' });
      expect(await server.exited).toBe(1);
      expect(server.errors).toEqual(['PORT must be a whole number from 0 to 65535, but is "abc"']);
    });

    it('says in one sentence that its port is in use', async () => {
      const { port } = new URL(rates.url);
      await using server = start({ PORT: port });
      expect(await server.exited).toBe(1);
      expect(server.errors).toEqual([`Port ${port} of 127.0.0.1 is in use: set PORT to another one`]);
    });

    it('has a program that makes a token, whose line it takes', async () => {
      const printed = await example.run('npx', 'rookery', 'token', 'ci', 'files:read');
      const [, token, , line] = printed.split('\n');
      expect(line).toMatch(/^ci:[0-9a-f]{64}:files:read$/);
      // The example answers for its callers itself, and ci is none of them.
      const samples = join(example.folder, 'node_modules/rookery/dist/main.js');
      await using server = ServerProcess.start({ AUTH: 'bearer', AUTH_TOKENS: line }, samples);
      const url = `${await server.url()}/message`;
      const answer = await post(url, rpc(1, 'ping'), { authorization: `Bearer ${token}` });
      expect(answer.status).toBe(200);
    });

    it('looks rates up over HTTP+SSE, and says how far it is', async () => {
      await using server = start();
      await using stream = await SseStream.open(`${await server.url()}/sse`);
      const params = { name: 'exchangeRates', arguments: QUESTION, _meta: { progressToken: 'p' } };
      await post(await stream.endpoint(), rpc(1, 'tools/call', params));
      await rates.answer({ rates: { USD: 1.5 } });
      await rates.answer({ rates: { USD: 1.25 } });
      expect(await stream.responseTo(1)).toMatchObject({
        result: { content: [{ text: '{"2026-01-30":1.5,"2026-01-31":1.25}' }] },
      });
      const progress = stream.messages.filter(({ method }) => method === 'notifications/progress');
      expect(progress.map((one) => (one['params'] as { progress: number }).progress)).toEqual([0, 1]);
    });

    it('ends its request to the rates service when a call is cancelled', async () => {
      await using server = start();
      await using stream = await SseStream.open(`${await server.url()}/sse`);
      const endpoint = await stream.endpoint();
      await post(endpoint, callTool(1, 'exchangeRates', QUESTION));
      const asked = await rates.nextRequest();
      const ended = once(asked, 'close');
      const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
      expect((await post(endpoint, cancel)).status).toBe(202);
      await ended;
      expect(asked.writableEnded).toBe(false);
    });

    it('guards a tool by the scopes of its caller', async () => {
      await using server = start();
      const url = await server.url();
      const operator = { authorization: `Bearer ${TOKEN}` };
      for (const [headers, result] of [
        [{}, { content: [{ type: 'text', text: 'This tool requires the scope usage' }], isError: true }],
        [operator, { content: [{ type: 'text', text: '{"requests":0}' }] }],
      ] as [Record<string, string>, object][]) {
        await using stream = await SseStream.open(`${url}/sse`, headers);
        await post(await stream.endpoint(), callTool(1, 'usage'), headers);
        expect(await stream.responseTo(1)).toEqual({ jsonrpc: '2.0', id: 1, result });
      }
      expect((await post(`${url}/message`, callTool(1, 'usage'), { authorization: 'Bearer x' })).status).toBe(
        401,
      );
    });

    describeWith('ROOKERY_TEST_HELM', 'The chart', () => {
      it('deploys it: it becomes ready, serves its tools, and stops in peace', async () => {
        const values = {
          ...valuesOf('own-server'),
          ports: { http: await freePort(), management: await freePort() },
        };
        await using pod = await RunningPod.start(render(values), example.folder);
        const { json } = await post(`${pod.url('http')}/message`, rpc(1, 'tools/list'), {
          host: 'rookery.mcp',
        });
        expect(JSON.stringify(json)).toContain('exchangeRates');
        expect((await pod.terminate()).code).toBe(0);
      });
    });

    it('has a container health check that asks it', async () => {
      const dockerfile = readFileSync(join(example.folder, 'Dockerfile'), 'utf8');
      const [, check] = /^HEALTHCHECK .*CMD (\[.+\])$/m.exec(dockerfile)!;
      const [command, ...args] = JSON.parse(check!) as string[];
      expect(command).toBe('node');
      const ask = (port: string): Promise<unknown> =>
        promisify(execFile)(process.execPath, args, { env: { PORT: port } });
      await using server = start();
      const { port } = new URL(await server.url());
      await ask(port);
      await server.stop();
      await expect(ask(port)).rejects.toMatchObject({ code: 1 });
    });
  });
});
