import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeWith } from '../support/available.js';
import { CHART, helm, NAMESPACE, RELEASE, renderSet, VALUE_SETS } from '../support/chart/helm.js';
import { KubernetesApi } from '../support/chart/kubernetes-api.js';
import type { KubernetesObject } from '../support/chart/rendered.js';
import { filesOf, readBlocks } from '../support/docs/snippets.js';

/** A cloud's own, whose CRD is not here. */
const FOREIGN = ['BackendConfig'];

/** The first family of a Service's addresses never changes: another one is another Service. */
const OTHER_ADDRESSES = 'ipv6';

const NAMESPACE_OBJECT = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};

describeWith('ROOKERY_TEST_KUBE_APISERVER', 'A real kube-apiserver', (apiserver) => {
  const { ROOKERY_TEST_ETCD: etcd, ROOKERY_TEST_KUBERNETES_SCHEMAS: schemas } = process.env;
  let api: KubernetesApi;

  beforeAll(async () => {
    api = await KubernetesApi.start(etcd!, apiserver);
    await api.addCustomResources(schemas!, readdirSync(join(dirname(schemas!), 'crds')));
    await api.apply(NAMESPACE_OBJECT, { dryRun: false });
    const priority = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'high' },
      value: 1,
    };
    await api.ask('POST', '/apis/scheduling.k8s.io/v1/priorityclasses', priority);
    const runtime = {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: { name: 'gvisor' },
      handler: 'x',
    };
    await api.ask('POST', '/apis/node.k8s.io/v1/runtimeclasses', runtime);
  });
  afterAll(() => api[Symbol.asyncDispose]());

  it.each(VALUE_SETS)('takes every object of %s, and its pods under the restricted standard', async (set) => {
    const rendered = renderSet(set);
    const { template } = rendered.deployment.spec;
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      spec: template.spec,
      metadata: { ...template.metadata, name: 'server', namespace: NAMESPACE },
    };
    for (const object of [...rendered.objects, pod].filter(({ kind }) => !FOREIGN.includes(kind))) {
      const { status, body } = await api.apply(object, { dryRun: true });
      expect([object.kind, body.message, status]).toEqual([object.kind, undefined, 201]);
    }
  });

  it('refuses an unknown field, and a pod outside of the restricted standard', async () => {
    const { deployment } = renderSet('default');
    const typo = { ...deployment, spec: { ...deployment.spec, replica: 1 } } as KubernetesObject;
    expect((await api.apply(typo, { dryRun: true })).body.message).toContain('field not declared in schema');
    const pod = renderSet('default').get('Pod');
    const spec = { ...pod.spec, securityContext: {} };
    const { status, body } = await api.apply({ ...pod, spec } as KubernetesObject, { dryRun: true });
    expect([status, body.message]).toEqual([
      403,
      expect.stringContaining('violates PodSecurity "restricted'),
    ]);
  });

  it('takes every set as an upgrade of every other one', async () => {
    const upgraded = ['Deployment', 'Service', 'NetworkPolicy', 'Secret', 'ConfigMap'];
    const objectsOf = (set: string): KubernetesObject[] =>
      renderSet(set).objects.filter(({ kind }) => upgraded.includes(kind));
    const sets = VALUE_SETS.filter((set) => set !== OTHER_ADDRESSES);
    for (const from of sets) {
      for (const object of objectsOf(from)) await api.apply(object, { dryRun: false });
      for (const to of sets) {
        const answers = await Promise.all(objectsOf(to).map((object) => api.apply(object, { dryRun: true })));
        const refused = answers.filter(({ status }) => status >= 300).map(({ body }) => body.message);
        expect([from, to, refused]).toEqual([from, to, []]);
      }
      for (const object of objectsOf(from)) await api.remove(object);
    }
  });

  it('sees helm install, upgrade, rollback and uninstall, with one token all along', async () => {
    const run = (...args: string[]): Promise<string> =>
      helm([...args, '--namespace', NAMESPACE], { KUBECONFIG: api.kubeconfig });
    const read = async (path: string): Promise<Readonly<Record<string, string>>> =>
      (await api.ask('GET', `/api/v1/namespaces/${NAMESPACE}/${path}`)).body.data ?? {};
    expect(await run('install', RELEASE, CHART)).toContain('STATUS: deployed');
    const { token } = await read('secrets/rookery-auth');
    expect(Buffer.from(token!, 'base64').toString()).toMatch(/^[A-Za-z0-9]{48}$/);

    await run('upgrade', RELEASE, CHART, '--set', 'config.logLevel=debug');
    expect(await read('secrets/rookery-auth')).toEqual({ token });
    expect(await read('configmaps/rookery')).toMatchObject({ LOG_LEVEL: 'debug' });

    await run('upgrade', RELEASE, CHART, '--set', 'image.tag=0.2.0,metrics.serviceMonitor.enabled=true');
    await run('rollback', RELEASE, '1');
    expect(await read('secrets/rookery-auth')).toEqual({ token });
    expect(await read('configmaps/rookery')).not.toHaveProperty('LOG_LEVEL');

    const given = 'this-is-a-token-for-tests-and-for-nothing-else';
    await run('upgrade', RELEASE, CHART, '--set', `auth.token=${given}`);
    expect(await read('secrets/rookery-auth')).toEqual({ token: Buffer.from(given).toString('base64') });
    await run('uninstall', RELEASE);
    expect(await read('secrets/rookery-auth')).toEqual({});
  });

  it('takes what docs/production/kubernetes.md has its reader do', async () => {
    const blocks = readBlocks('docs/production/kubernetes.md');
    const folder = mkdtempSync(join(tmpdir(), 'rookery-docs-'));
    for (const [path, text] of filesOf(blocks)) writeFileSync(join(folder, path), text);
    const lines = blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.split('\n'))
      .filter((line) => line.startsWith('helm '));
    expect(lines.map((line) => line.split(' ')[1])).toEqual([
      'install',
      'test',
      'upgrade',
      'upgrade',
      'history',
      'rollback',
      'upgrade',
      'upgrade',
    ]);
    const routes = `/apis/gateway.networking.k8s.io/v1/namespaces/${NAMESPACE}/httproutes/my-server-rookery`;
    const deployment = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/my-server-rookery`;
    const images: string[] = [];
    for (const line of lines.filter((one) => !one.startsWith('helm test'))) {
      // Nothing becomes ready here, since there are no nodes.
      const args = line.replace(' --wait', '').replace('../rookery/helm/rookery', CHART).split(' ').slice(1);
      await helm(args, { KUBECONFIG: api.kubeconfig }, folder);
      images.push(/my-server:[\d.]+/.exec(JSON.stringify((await api.ask('GET', deployment)).body))![0]);
    }
    const [old, next] = ['my-server:1.0.0', 'my-server:1.1.0'];
    expect(images).toEqual([old, old, next, next, old, old, old]);
    expect((await api.ask('GET', routes)).status).toBe(200);
    rmSync(folder, { recursive: true });
  });
});
