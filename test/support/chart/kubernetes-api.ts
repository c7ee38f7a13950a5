import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../eventually.js';
import { freePort } from '../free-port.js';
import type { KubernetesObject } from './rendered.js';

const TOKEN = 'a-token-of-this-test-run-only';

export interface ApiAnswer {
  readonly status: number;
  readonly body: KubernetesObject & { readonly message?: string; readonly status?: unknown };
}

/** A real kube-apiserver over a real etcd, with the CRDs; no controllers and no nodes. */
export class KubernetesApi implements AsyncDisposable {
  private readonly agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  private readonly processes: ChildProcess[] = [];

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  get kubeconfig(): string {
    return join(this.folder, 'kubeconfig');
  }

  static async start(etcd: string, apiserver: string): Promise<KubernetesApi> {
    const [port, client, peer] = [await freePort(), await freePort(), await freePort()];
    const api = new KubernetesApi(await mkdtemp(join(tmpdir(), 'rookery-kubernetes-')), port);
    await api.writeFiles();
    const at = (name: string): string => join(api.folder, name);
    const store = `http://127.0.0.1:${client}`;
    api.run(etcd, [
      '--data-dir',
      at('etcd'),
      '--unsafe-no-fsync',
      '--listen-client-urls',
      store,
      '--advertise-client-urls',
      store,
      '--listen-peer-urls',
      `http://127.0.0.1:${peer}`,
    ]);
    api.run(apiserver, [
      '--etcd-servers',
      store,
      '--cert-dir',
      at('certificates'),
      '--bind-address',
      '127.0.0.1',
      '--secure-port',
      `${port}`,
      '--token-auth-file',
      at('tokens.csv'),
      '--authorization-mode',
      'RBAC',
      '--service-account-issuer',
      'https://kubernetes.default.svc',
      '--service-account-key-file',
      at('key.pem'),
      '--service-account-signing-key-file',
      at('key.pem'),
      '--service-cluster-ip-range',
      '10.0.0.0/16,fd00:1234::/112',
      '--disable-admission-plugins',
      'ServiceAccount',
    ]);
    try {
      const isReady = (): Promise<boolean> =>
        api.ask('GET', '/readyz').then(
          ({ status }) => status === 200,
          () => false,
        );
      await eventually(isReady, Boolean, 240_000);
      return api;
    } catch (error) {
      await api[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** @param schemas what `scripts/test` exports, beside the CRDs */
  async addCustomResources(schemas: string, names: readonly string[]): Promise<void> {
    for (const name of names) {
      const crd = parse(await readFile(join(dirname(schemas), 'crds', name), 'utf8')) as KubernetesObject;
      const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
      await this.ask('POST', path, crd);
      await eventually(
        () => this.ask('GET', `${path}/${crd.metadata.name}`),
        ({ body }) => JSON.stringify(body.status ?? '').includes('"type":"Established"'),
      );
    }
  }

  /** Server-side apply; an unknown field is an error. */
  apply(object: KubernetesObject, { dryRun }: { dryRun: boolean }): Promise<ApiAnswer> {
    const query = `fieldManager=test&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`;
    return this.ask('PATCH', `${pathOf(object)}?${query}`, object, 'application/apply-patch+yaml');
  }

  remove(object: KubernetesObject): Promise<ApiAnswer> {
    return this.ask('DELETE', pathOf(object));
  }

  ask(method: string, path: string, body?: object, type = 'application/json'): Promise<ApiAnswer> {
    const { port, agent } = this;
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': type };
    return new Promise((resolve, reject) => {
      const request = httpsRequest({ port, host: '127.0.0.1', path, method, headers, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.once('end', () => {
          const isJson = text.startsWith('{');
          resolve({
            status: response.statusCode!,
            body: (isJson ? JSON.parse(text) : {}) as ApiAnswer['body'],
          });
        });
      });
      request.once('error', reject);
      request.end(body && JSON.stringify(body));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.agent.destroy();
    for (const child of this.processes.toReversed()) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private run(program: string, args: readonly string[]): void {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(join(this.folder, `${this.processes.length}.log`));
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    this.processes.push(child);
  }

  private async writeFiles(): Promise<void> {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const cluster = { server: `https://127.0.0.1:${this.port}`, 'insecure-skip-tls-verify': true };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      clusters: [{ name: 'test', cluster }],
      users: [{ name: 'test', user: { token: TOKEN } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    };
    await writeFile(join(this.folder, 'key.pem'), key);
    await writeFile(join(this.folder, 'tokens.csv'), `${TOKEN},admin,admin,system:masters\n`);
    await writeFile(this.kubeconfig, JSON.stringify(config));
  }
}

const PLURALS: Readonly<Record<string, string>> = { NetworkPolicy: 'networkpolicies', Ingress: 'ingresses' };

function pathOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const plural = PLURALS[kind] ?? `${kind.toLowerCase()}s`;
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  const scope = kind === 'Namespace' ? '' : `/namespaces/${metadata.namespace ?? 'mcp'}`;
  return `${root}/${apiVersion}${scope}/${plural}/${metadata.name}`;
}
