import { execFileSync } from 'node:child_process';
import { stringify } from 'yaml';
import { describeWith } from '../support/available.js';
import { CHART, helm, renderSet, VALUE_SETS } from '../support/chart/helm.js';
import { KubernetesSchemas } from '../support/chart/kubernetes-schemas.js';

/** Kinds that a set brings along as extra objects, of a cloud's own. */
const FOREIGN = ['BackendConfig'];

/** What kube-score says that is as it should be, and why. */
const ACCEPTED: [said: RegExp, sets: RegExp, reason: string][] = [
  [/CPU limit is not set$/, /./, 'a limit on CPU stops the event loop for all clients at once'],
  [
    /ImagePullPolicy is not set to Always$/,
    /./,
    'tags are not moved, and an image may be loaded into the nodes',
  ],
  [/Deployment few replicas$|HPA few replicas$/, /./, 'sessions live in the memory of one replica'],
  [
    /matching egress NetworkPolicy$/,
    /./,
    'only its owner knows what tools call: networkPolicy.egress bounds it',
  ],
  [
    /-test\/mcp v1\/Pod: The pod does not have a matching NetworkPolicy$/,
    /./,
    'helm test listens on no port',
  ],
  [/matching NetworkPolicy$/, /^no-network-policy$/, 'the set turns it off'],
  [/low (user|group) ID$/, /^openshift$/, 'OpenShift gives each namespace its own ids'],
  [/of type NodePort$/, /^node-port$/, 'the set asks for it'],
  [/Deployment update strategy$/, /^recreate$/, 'the set asks for it'],
  [/podAntiAffinity set$/, /autoscaling$|^stateless-replicas$/, 'topologySpreadConstraints spread the pods'],
];

describeWith('ROOKERY_TEST_HELM', 'The value sets', () => {
  it('are at least 25', () => {
    expect(VALUE_SETS.length).toBeGreaterThanOrEqual(25);
  });

  it('pass helm lint --strict', async () => {
    const sets = VALUE_SETS.map((set) => `${CHART}/ci/${set}-values.yaml`);
    for (const file of sets)
      expect(await helm(['lint', '--strict', CHART, '--values', file])).toContain('0 chart(s) failed');
  });

  describeWith('ROOKERY_TEST_KUBERNETES_SCHEMAS', 'By the schemas', (file) => {
    it('are two versions of Kubernetes', () => {
      expect(KubernetesSchemas.versions(file)).toHaveLength(2);
    });

    it.each(file ? KubernetesSchemas.versions(file) : [])('of %s have no problem', (version) => {
      const schemas = new KubernetesSchemas(file, version);
      const seen = new Set<string>();
      for (const set of VALUE_SETS)
        for (const object of renderSet(set).objects) {
          const problems = FOREIGN.includes(object.kind) ? [] : schemas.problemsOf(object);
          expect([set, object.kind, problems]).toEqual([set, object.kind, []]);
          seen.add(object.kind);
        }
      expect([...seen].toSorted()).toEqual([
        'BackendConfig',
        'ConfigMap',
        'Deployment',
        'HTTPRoute',
        'HorizontalPodAutoscaler',
        'Ingress',
        'NetworkPolicy',
        'Pod',
        'PodDisruptionBudget',
        'PrometheusRule',
        'Secret',
        'Service',
        'ServiceAccount',
        'ServiceMonitor',
      ]);
    });

    it('of each version would see a wrong field, a wrong type and a missing field', () => {
      for (const version of KubernetesSchemas.versions(file)) {
        const schemas = new KubernetesSchemas(file, version);
        const { deployment } = renderSet('default');
        const spec = { ...deployment.spec, replica: 1, minReadySeconds: 'x', selector: undefined };
        const broken = JSON.parse(JSON.stringify({ ...deployment, spec })) as typeof deployment;
        expect(schemas.problemsOf(broken)).toHaveLength(3);
        const route = renderSet('httproute').get('HTTPRoute');
        expect(
          schemas.problemsOf({ ...route, spec: { ...route.spec, hostname: 'x' } } as typeof route),
        ).toHaveLength(1);
      }
    });
  });

  describeWith('ROOKERY_TEST_KUBE_SCORE', 'By kube-score', (kubeScore) => {
    it.each(VALUE_SETS)('has nothing to say of %s', (set) => {
      const input = renderSet(set)
        .objects.map((object) => stringify(object))
        .join('---\n');
      const scored = (): string =>
        execFileSync(kubeScore, ['score', '--output-format', 'ci', '-'], {
          input,
          encoding: 'utf8',
          stdio: ['pipe', 'pipe', 'pipe'],
        });
      const isAccepted = (problem: string): boolean =>
        ACCEPTED.some(([said, sets]) => said.test(problem) && sets.test(set));
      expect(problemsIn(scored).filter((problem) => !isAccepted(problem))).toEqual([]);
    });
  });
});

function problemsIn(score: () => string): string[] {
  let output: string;
  try {
    output = score();
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  return output.split('\n').filter((line) => /^\[(?:WARNING|CRITICAL)\]/.test(line));
}
