import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { ENVIRONMENT, loadConfig } from '../../../src/config/index.js';
import { describeWith } from '../../support/available.js';
import { readDockerfile, readPairs } from '../../support/deploy/dockerfile.js';
import { ROOT, ServerProcess } from '../../support/servers/server-process.js';
import { post, rpc, send } from '../../support/wire/http.js';

const KNOWN = new Set(Object.values(ENVIRONMENT).flatMap((group) => Object.keys(group)));
const SHUTDOWN_SECONDS = ENVIRONMENT.Times.SHUTDOWN_SECONDS.fallback;

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What the file sets has to be known, and to let the service start as soon as AUTH is chosen. */
function expectToStart(environment: Record<string, string>): void {
  expect(Object.keys(environment).filter((name) => !KNOWN.has(name))).toEqual([]);
  const { AUTH, ...withoutAuth } = environment;
  expect(AUTH === undefined || AUTH === 'none').toBe(true);
  expect(() => loadConfig({ HOST: '0.0.0.0', ...withoutAuth, AUTH: 'none' })).not.toThrow();
}

interface Service {
  readonly environment?: Record<string, string>;
  readonly read_only: boolean;
  readonly user?: string;
  readonly cap_drop: string[];
  readonly security_opt: string[];
  readonly stop_grace_period?: string;
  readonly expose?: string[];
  readonly ports?: { target: number; published: string; host_ip?: string }[];
  readonly volumes?: { type: string; source: string; target: string }[];
}

describe('The Dockerfile', () => {
  it('sets variables that the service knows', () => {
    const pairs = readDockerfile(join(ROOT, 'Dockerfile'))
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ text }) => readPairs(text));
    const { NODE_ENV, ...environment } = Object.fromEntries(pairs);
    expect(NODE_ENV).toBe('production');
    expectToStart(environment);
  });

  it.each(['USER', 'EXPOSE', 'FROM', 'ARG'])('has the %s of the example, which is built alike', (name) => {
    const linesOf = (path: string): string[] =>
      readDockerfile(join(ROOT, path))
        .filter((one) => one.name === name)
        .map(({ text }) => text);
    expect(linesOf('examples/own-server/Dockerfile')).toEqual(linesOf('Dockerfile'));
  });

  it('has the health check and the start of the example', () => {
    const linesOf = (path: string): string[] =>
      readDockerfile(join(ROOT, path))
        .filter(({ name }) => ['HEALTHCHECK', 'ENTRYPOINT', 'CMD', 'ENV'].includes(name))
        .map(({ text }) => text);
    expect(linesOf('examples/own-server/Dockerfile')).toEqual(linesOf('Dockerfile'));
  });
});

describeWith('ROOKERY_TEST_COMPOSE_READER', 'docker-compose.yml, read as Docker Compose does', (reader) => {
  async function services(environment: Record<string, string>): Promise<Record<string, Service>> {
    const env = { PATH: process.env['PATH'], ...environment };
    const { stdout } = await promisify(execFile)(reader, [join(ROOT, 'docker-compose.yml')], { env });
    return (JSON.parse(stdout) as { services: Record<string, Service> }).services;
  }

  it('asks for AUTH, by name and with what to choose', async () => {
    await expect(services({})).rejects.toThrow(/AUTH is missing a value: choose who may call/);
  });

  it('sets variables that let the service start', async () => {
    expectToStart((await services({ AUTH: 'none' }))['rookery']!.environment!);
    const chosen = await services({ AUTH: 'none', PUBLIC_URL: 'https://mcp.example.com' });
    expectToStart(chosen['rookery']!.environment!);
    expect(chosen['rookery']!.environment).toMatchObject({ PUBLIC_URL: 'https://mcp.example.com' });
  });

  it('serves metrics to Prometheus without a token, and health to the image', async () => {
    const environment = (await services({ AUTH: 'bearer' }))['rookery']!.environment!;
    expect(read('deploy/prometheus.yml')).toContain(`port: ${environment['MANAGEMENT_PORT']}\n`);
    const AUTH_TOKEN = 'x'.repeat(32);
    await using server = ServerProcess.start({ ...environment, AUTH_TOKEN, PORT: '0', MANAGEMENT_PORT: '0' });
    const url = await server.url();
    const line = await server.waitForLog(({ msg }) => String(msg).startsWith('Probes and metrics'));
    const management = /https?:\/\/[\w.:]+/.exec(String(line['msg']))![0];
    const statuses = [
      await send(`${management}/metrics`),
      await send(`${url}/metrics`),
      await send(`${url}/health`),
      await post(`${url}/message`, rpc(1, 'tools/list')),
      await post(`${url}/message`, rpc(1, 'tools/list'), { authorization: `Bearer ${AUTH_TOKEN}` }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 404, 200, 401, 200]);
  });

  it('lets no service write to its root, gain rights, or keep capabilities', async () => {
    for (const service of Object.values(await services({ AUTH: 'none' })))
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
  });

  it('opens nginx to the network, Prometheus to this machine, and the service to neither', async () => {
    const { rookery, nginx, prometheus } = await services({ AUTH: 'none' });
    expect([rookery!.ports, rookery!.expose]).toEqual([undefined, ['8000', '9000']]);
    expect(nginx!.ports).toMatchObject([{ target: 8080, published: '8080' }]);
    expect(prometheus!.ports).toMatchObject([{ target: 9090, host_ip: '127.0.0.1' }]);
    expect(read('deploy/nginx.conf')).toContain('listen 8080;');
    expect(nginx!.volumes).toMatchObject([{ source: join(ROOT, 'deploy/nginx.conf') }]);
    expect(prometheus!.volumes).toMatchObject([{ source: join(ROOT, 'deploy') }, { type: 'volume' }]);
  });

  it('gives the drain the time it needs, and nginx more', async () => {
    const { rookery, nginx } = await services({ AUTH: 'none' });
    const seconds = [rookery, nginx].map((service) => parseInt(service!.stop_grace_period!, 10));
    expect(rookery!.environment!['SHUTDOWN_SECONDS']).toBe(String(SHUTDOWN_SECONDS));
    expect(seconds[0]).toBeGreaterThan(SHUTDOWN_SECONDS);
    expect(seconds[1]).toBeGreaterThan(seconds[0]!);
  });
});

describe('deploy/prometheus.yml', () => {
  it('asks every replica at its port, and takes up the rules beside it', () => {
    expect(parseYaml(read('deploy/prometheus.yml'))).toMatchObject({
      rule_files: ['prometheus/*.rules.yml'],
      scrape_configs: [{ dns_sd_configs: [{ names: ['rookery'], port: 9000 }] }],
    });
  });
});

describe('deploy/fly.toml', () => {
  const fly = parseToml(read('deploy/fly.toml')) as {
    app: string;
    env: Record<string, string>;
    kill_timeout: number;
    http_service: { internal_port: number; auto_stop_machines: string; checks: { path: string }[] };
  };

  it('sets variables that let the service start, and the URL of its app', () => {
    expectToStart(fly.env);
    expect(fly.env['PUBLIC_URL']).toBe(`https://${fly.app}.fly.dev`);
    expect(fly).toMatchObject({ kill_signal: 'SIGTERM' });
    expect(fly.kill_timeout).toBeGreaterThan(Number(fly.env['SHUTDOWN_SECONDS']));
  });

  it('serves the port of the image, and counts open streams before it stops a machine', () => {
    expect(fly.http_service).toMatchObject({
      internal_port: ENVIRONMENT['Where it listens'].PORT.fallback,
      force_https: true,
      auto_start_machines: true,
      concurrency: { type: 'connections', hard_limit: ENVIRONMENT.Limits.MAX_SESSIONS.fallback },
      checks: [{ path: '/health/ready' }],
    });
  });
});

describe('deploy/railway.toml', () => {
  const { build, deploy } = parseToml(read('deploy/railway.toml')) as {
    build: Record<string, string>;
    deploy: { startCommand: string; drainingSeconds: number };
  };

  it('starts what the image starts, with variables that let the service start', async () => {
    expect(build).toEqual({ builder: 'DOCKERFILE', dockerfilePath: 'Dockerfile' });
    const [, line] = /^\/bin\/sh -c "(.+)"$/.exec(deploy.startCommand)!;
    const [, settings, program] = /^((?:[A-Z_]+=\S+ )+)exec (.+)$/.exec(line!)!;
    const lines = readDockerfile(join(ROOT, 'Dockerfile')).filter(({ name }) =>
      /^(ENTRYPOINT|CMD)$/.test(name),
    );
    expect(program!.split(' ')).toEqual(lines.flatMap(({ text }) => JSON.parse(text) as string[]));
    const { stdout } = await promisify(execFile)('sh', ['-c', `${settings}exec env`], {
      env: { PATH: process.env['PATH'], RAILWAY_PUBLIC_DOMAIN: 'rookery.up.railway.app' },
    });
    const given = readPairs(stdout).filter(([name]) => settings!.includes(`${name}=`));
    expectToStart({ PORT: '4321', ...Object.fromEntries(given) });
    expect(Object.fromEntries(given)).toMatchObject({
      PUBLIC_URL: expect.stringContaining('https://') as string,
    });
  });

  it('gives the drain the time it needs, and has one replica', () => {
    expect(deploy.drainingSeconds).toBeGreaterThan(SHUTDOWN_SECONDS);
    expect(deploy).toMatchObject({ numReplicas: 1, overlapSeconds: 0, healthcheckPath: '/health/ready' });
  });
});
