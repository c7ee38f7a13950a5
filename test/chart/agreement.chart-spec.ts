import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { describeWith } from '../support/available.js';
import { CHART, helm, refusalOf, render, renderSet, VALUE_SETS } from '../support/chart/helm.js';
import type { Rendered } from '../support/chart/rendered.js';

describeWith('ROOKERY_TEST_HELM', 'The objects of each set', () => {
  it.each(VALUE_SETS)('agree on ports: %s', (set) => {
    const rendered = renderSet(set);
    const ports = Object.fromEntries(
      rendered.container.ports.map(({ name, containerPort }) => [name, containerPort]),
    );
    const { PORT, MANAGEMENT_PORT } = rendered.environment();
    expect(ports).toEqual({ http: Number(PORT), management: Number(MANAGEMENT_PORT) });
    const { startupProbe, livenessProbe, readinessProbe } = rendered.container;
    for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe])
      expect(httpGet.port).toBe('management');
    for (const { metadata, spec } of rendered.all('Service'))
      expect(spec.ports.map(({ targetPort }) => targetPort)).toEqual([
        metadata.name.endsWith('-metrics') ? 'management' : 'http',
      ]);
    const policy = rendered.find('NetworkPolicy');
    for (const { ports: allowed } of policy?.spec.ingress ?? [])
      for (const { port } of allowed) expect(Object.keys(ports)).toContain(port);
    expectRoutesToService(rendered);
  });

  it.each(VALUE_SETS)('select the pods of the server, and those only: %s', (set) => {
    const rendered = renderSet(set);
    const { selector, template } = rendered.deployment.spec;
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    for (const { spec } of rendered.all('Service')) expect(spec.selector).toEqual(selector.matchLabels);
    const policy = rendered.find('NetworkPolicy');
    if (policy) expect(policy.spec.podSelector).toEqual(selector);
    for (const pod of rendered.all('Pod'))
      expect(pod.metadata.labels).not.toMatchObject(selector.matchLabels);
  });

  it.each(VALUE_SETS)('have names and labels as they should be: %s', (set) => {
    const { objects } = renderSet(set);
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { kind, metadata } of objects) {
      expect([metadata.name, metadata.name.length <= 63]).toEqual([metadata.name, true]);
      if (kind === 'BackendConfig' || metadata.name.endsWith('-extra') || metadata.name.endsWith('-text'))
        continue;
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/instance': 'rookery',
        'app.kubernetes.io/managed-by': 'Helm',
        'app.kubernetes.io/part-of': 'rookery',
        'app.kubernetes.io/version': '0.1.0',
        'helm.sh/chart': 'rookery-0.1.0',
      });
    }
  });

  it('keep their selectors across every upgrade', () => {
    for (const from of VALUE_SETS)
      for (const to of VALUE_SETS) {
        const [old, next] = [renderSet(from).deployment, renderSet(to).deployment];
        if (old.metadata.name !== next.metadata.name) continue;
        expect([from, to, next.spec.selector]).toEqual([from, to, old.spec.selector]);
      }
  });

  it('keep their selectors with another version of the chart and of the app', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'rookery-chart-')), 'rookery');
    cpSync(CHART, folder, { recursive: true });
    const about = readFileSync(join(folder, 'Chart.yaml'), 'utf8');
    writeFileSync(join(folder, 'Chart.yaml'), about.replaceAll(/^(version|appVersion): .*$/gm, '$1: 9.9.9'));
    const args = ['--kube-version', '1.35.0', '--show-only', 'templates/deployment.yaml'];
    const { spec, metadata } = parse(
      await helm(['template', 'rookery', folder, ...args]),
    ) as Rendered['deployment'];
    expect(metadata.labels).toMatchObject({
      'helm.sh/chart': 'rookery-9.9.9',
      'app.kubernetes.io/version': '9.9.9',
    });
    expect(spec.selector).toEqual(renderSet('default').deployment.spec.selector);
    rmSync(folder, { recursive: true });
  });

  it('let a pod live until its drain is over, whatever the values', () => {
    const drains = fc.record({
      preStopSeconds: fc.integer({ min: 0, max: 600 }),
      delaySeconds: fc.integer({ min: 0, max: 3600 }),
      spreadSeconds: fc.integer({ min: 0, max: 3600 }),
      shutdownSeconds: fc.integer({ min: 1, max: 3600 }),
    });
    const grace = fc.option(fc.integer({ min: 1, max: 7200 }));
    const ready = fc.integer({ min: 0, max: 3600 });
    let rendered = 0;
    fc.assert(
      fc.property(drains, grace, ready, (drain, terminationGracePeriodSeconds, minReadySeconds) => {
        const values = { drain, terminationGracePeriodSeconds, minReadySeconds };
        const needed = drain.preStopSeconds + drain.shutdownSeconds + 5;
        const isPossible = drain.delaySeconds < drain.shutdownSeconds;
        if (!isPossible || (terminationGracePeriodSeconds ?? needed) < needed) {
          expect(refusalOf(values)).toMatch(/must be (?:below it|at least \d+, for the drain)/);
          return;
        }
        const refusal = refusalOf(values);
        expect(refusal).toBe('');
        const { spec } = render(values).deployment;
        const period = spec.template.spec.terminationGracePeriodSeconds;
        expect(period).toBeGreaterThanOrEqual(needed);
        expect(spec.progressDeadlineSeconds).toBeGreaterThan(minReadySeconds + period);
        rendered++;
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(rendered).toBeGreaterThan(5);
  });
});

function expectRoutesToService(rendered: Rendered): void {
  const service = rendered.all('Service').find(({ metadata }) => !metadata.name.endsWith('-metrics'))!;
  const rules = (rendered.find('HTTPRoute')?.spec['rules'] ?? []) as { backendRefs?: object[] }[];
  const refs = rules.at(-1)?.backendRefs ?? [];
  for (const ref of refs)
    expect(ref).toEqual({ name: service.metadata.name, port: service.spec.ports[0]!.port });
  const ingress = rendered.find('Ingress');
  if (!ingress) return;
  const backend = { service: { name: service.metadata.name, port: { name: 'http' } } };
  expect(JSON.stringify(ingress)).toContain(JSON.stringify(backend));
}
