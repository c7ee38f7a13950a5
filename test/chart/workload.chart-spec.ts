import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/available.js';
import { NAMESPACE, render, renderSet } from '../support/chart/helm.js';
import { ROOT } from '../support/servers/server-process.js';

const podOf = (set: string): Record<string, unknown> =>
  renderSet(set).deployment.spec.template.spec as unknown as Record<string, unknown>;

describeWith('ROOKERY_TEST_HELM', 'The workload', () => {
  it('is one replica that is replaced without a pause, in time for its drain', () => {
    const { spec } = renderSet('default').deployment;
    expect(spec).toMatchObject({
      replicas: 1,
      minReadySeconds: 0,
      progressDeadlineSeconds: 675,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { spec: { terminationGracePeriodSeconds: 75, enableServiceLinks: false } },
    });
    expect(renderSet('default').container).not.toHaveProperty('lifecycle');
    const drain = renderSet('drain');
    expect(drain.container.lifecycle).toEqual({ preStop: { sleep: { seconds: 2 } } });
    expect(drain.deployment.spec).toMatchObject({ minReadySeconds: 15, progressDeadlineSeconds: 1232 });
    const recreate = renderSet('recreate').deployment.spec;
    expect(recreate).toMatchObject({ strategy: { type: 'Recreate' }, progressDeadlineSeconds: 900 });
    expect(recreate.template.spec.terminationGracePeriodSeconds).toBe(65);
  });

  it('keeps the restricted standard', () => {
    expect(podOf('default')['securityContext']).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
    });
    expect(renderSet('default').container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(podOf('default')['automountServiceAccountToken']).toBe(false);
    expect(podOf('openshift')['securityContext']).toEqual({
      runAsNonRoot: true,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  it('runs as the user that the image has', () => {
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    const { runAsUser, runAsGroup } = podOf('default')['securityContext'] as Record<string, number>;
    expect(dockerfile).toContain(`\nUSER ${runAsUser}:${runAsGroup}\n`);
  });

  it('runs the image that is named', () => {
    expect(renderSet('default').container.image).toBe('rookery:0.1.0');
    expect(renderSet('own-server').container.image).toBe('registry.example.com/own-server:1.0.0');
    const { container } = renderSet('image');
    expect(container.image).toMatch(/^registry\.example\.com:5000\/tools\/rookery@sha256:[0-9a-f]{64}$/);
    expect(container).toMatchObject({ imagePullPolicy: 'Always', command: ['node'] });
    expect(container.args).toContain('--max-old-space-size=384');
    expect(podOf('image')['imagePullSecrets']).toEqual([{ name: 'registry' }]);
    expect(renderSet('default').container).not.toHaveProperty('command');
  });

  it('restarts for a changed variable or token, and not for a changed list of tokens or for the chart', () => {
    const sums = (values: object): Record<string, string> =>
      Object.fromEntries(
        Object.entries(render(values as never).deployment.spec.template.metadata.annotations!).filter(
          ([name]) => name.startsWith('checksum/'),
        ),
      );
    const plain = sums({});
    expect(sums({})).toEqual(plain);
    expect(plain).not.toHaveProperty('checksum/secret');
    expect(sums({ config: { logLevel: 'debug' } })['checksum/config']).not.toBe(plain['checksum/config']);
    const [one, other] = [
      sums({ auth: { token: 'a'.repeat(32) } }),
      sums({ auth: { token: 'b'.repeat(32) } }),
    ];
    expect(one['checksum/secret']).not.toBe(other['checksum/secret']);
    expect(sums({ auth: { tokens: 'a:1:x' } })).toEqual(sums({ auth: { tokens: 'b:2:y' } }));
    expect(renderSet('default').deployment.spec.template.metadata.labels).not.toHaveProperty('helm.sh/chart');
  });

  it('shows to those who may read pods no hash of the token that can be looked up', () => {
    const token = 'correct-horse-battery-staple-correct-horse';
    const annotationsOf = (release: string): Record<string, string> =>
      render({ auth: { token } }, release).deployment.spec.template.metadata.annotations!;
    const shown = annotationsOf('rookery');
    expect(shown['checksum/secret']).toMatch(/^[0-9a-f]{64}$/);
    expect(annotationsOf('rookery')).toEqual(shown);
    expect(annotationsOf('other')['checksum/secret']).not.toBe(shown['checksum/secret']);
    const salts = ['', 'rookery', NAMESPACE, `${NAMESPACE}/rookery`];
    const quick = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
      [token, Buffer.from(token).toString('base64')].flatMap((text) =>
        salts.flatMap((salt) => [
          createHash(algorithm).update(`${salt}${text}`).digest('hex'),
          createHmac(algorithm, salt).update(text).digest('hex'),
        ]),
      ),
    );
    for (const hash of quick) expect(Object.values(shown)).not.toContain(hash);
  });

  it('is spread, and lies where it is told', () => {
    const matchLabels = renderSet('default').deployment.spec.selector.matchLabels;
    expect(podOf('default')['topologySpreadConstraints']).toEqual(
      ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels },
      })),
    );
    expect(podOf('scheduling')).toMatchObject({
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      tolerations: [{ key: 'spot' }],
      topologySpreadConstraints: [{ maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule' }],
      priorityClassName: 'high',
      runtimeClassName: 'gvisor',
      hostAliases: [{ ip: '10.1.2.3' }],
      dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
    });
    expect(JSON.stringify(podOf('scheduling')['affinity'])).toContain(
      '"app.kubernetes.io/instance":"rookery"',
    );
    for (const name of [
      'nodeSelector',
      'tolerations',
      'affinity',
      'priorityClassName',
      'imagePullSecrets',
      'initContainers',
    ])
      expect(podOf('default')).not.toHaveProperty(name);
  });

  it('takes what is extra, with its templates filled in', () => {
    const rendered = renderSet('extras');
    expect(rendered.environment()).toMatchObject({ RATES_URL: 'https://rates.example.com/rookery' });
    expect(JSON.stringify(rendered.container.envFrom)).toContain('rookery-keys');
    const pod = rendered.deployment.spec.template.spec;
    expect(pod.containers.map(({ name }) => name)).toEqual(['rookery', 'sidecar']);
    expect(podOf('extras')['initContainers']).toMatchObject([{ name: 'wait' }]);
    expect(pod.volumes?.map(({ name }) => name)).toEqual(['tmp', 'data']);
    expect(rendered.container.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(['/tmp', '/data']);
    expect(rendered.get('ConfigMap', 'rookery-extra').data).toEqual({ key: 'value' });
    expect(rendered.get('ConfigMap', 'rookery-text').data).toEqual({ replicas: '1' });
  });

  it('leaves its replicas to a HorizontalPodAutoscaler', () => {
    const rendered = renderSet('autoscaling');
    expect(rendered.deployment.spec).not.toHaveProperty('replicas');
    const { spec } = rendered.get('HorizontalPodAutoscaler');
    expect(spec).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: rendered.deployment.metadata.name },
      metrics: [
        { resource: { name: 'cpu', target: { averageUtilization: 70 } } },
        { pods: { metric: { name: 'rookery_open_streams' }, target: { averageValue: '1000000' } } },
        { pods: { metric: { name: 'rookery_calls_in_flight' }, target: { averageValue: '200' } } },
        { type: 'External' },
      ],
      behavior: { scaleDown: { policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] } },
    });
    const autoscaling = {
      enabled: true,
      targetCPUUtilizationPercentage: null,
      targetCallsInFlight: 5,
      behavior: null,
    };
    const other = render({ autoscaling }).get('HorizontalPodAutoscaler').spec;
    expect(other['metrics']).toHaveLength(1);
    expect(other).not.toHaveProperty('behavior');
  });

  it('may be several replicas where no wire that is served has sessions', () => {
    const stateless = renderSet('stateless-replicas');
    expect(stateless.deployment.spec.replicas).toBe(3);
    expect(stateless.get('PodDisruptionBudget').spec).toMatchObject({ minAvailable: 2 });
    const scaled = renderSet('no-sessions-autoscaling');
    expect(scaled.deployment.spec).not.toHaveProperty('replicas');
    expect(scaled.get('HorizontalPodAutoscaler').spec).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
    for (const config of [
      { wires: ['sessionless-post'] },
      { wires: ['stateless-http', 'sessionless-post'], streamableSessions: true },
      { wires: ['streamable-http'], streamableSessions: false },
    ])
      expect(render({ replicaCount: 2, config }).deployment.spec.replicas).toBe(2);
  });

  it('has a budget that lets nodes drain', () => {
    const { spec } = renderSet('autoscaling').get('PodDisruptionBudget');
    expect(spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect(spec).not.toHaveProperty('minAvailable');
    expect(renderSet('default').find('PodDisruptionBudget')).toBeUndefined();
  });

  it('has an account of its own without a token, or one that exists', () => {
    expect(renderSet('default').get('ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
    expect(renderSet('scheduling').get('ServiceAccount').metadata.annotations).toHaveProperty([
      'eks.amazonaws.com/role-arn',
    ]);
    expect(renderSet('fullname').find('ServiceAccount')).toBeUndefined();
    expect(podOf('fullname')['serviceAccountName']).toBe('shared-account');
    const unnamed = render({ serviceAccount: { create: false } });
    expect(JSON.stringify(unnamed.deployment)).toContain('"serviceAccountName":"default"');
  });

  it('carries the labels and annotations that are asked for', () => {
    const rendered = renderSet('names');
    const { labels, annotations } = rendered.deployment.spec.template.metadata;
    expect(labels).toMatchObject({ team: 'tools', 'sidecar.istio.io/inject': 'false' });
    expect(annotations).toMatchObject({ 'example.com/note': 'yes-please' });
    for (const { metadata } of rendered.objects) expect(metadata.labels).toMatchObject({ team: 'tools' });
  });

  it('is named by its release', () => {
    expect(render({}, 'tools').deployment.metadata.name).toBe('tools-rookery');
    expect(render({}, 'my-rookery').deployment.metadata.name).toBe('my-rookery');
    expect(render({ nameOverride: 'mcp' }, 'tools').deployment.metadata.name).toBe('tools-mcp');
    expect(render({}, '1234').deployment.spec.selector.matchLabels['app.kubernetes.io/instance']).toBe(
      '1234',
    );
  });
});
