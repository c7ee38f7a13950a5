import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/available.js';
import { CHART, render, renderSet } from '../support/chart/helm.js';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

function rulesOf(set: string): Rule[] {
  const { groups } = renderSet(set).get('PrometheusRule').spec as { groups: [{ rules: Rule[] }] };
  return groups[0].rules;
}

describeWith('ROOKERY_TEST_HELM', 'The monitoring', () => {
  const dashboard = readFileSync(join(CHART, 'files/dashboard.json'), 'utf8');

  it('is off without values', () => {
    for (const kind of ['ServiceMonitor', 'PrometheusRule'])
      expect(renderSet('default').find(kind)).toBeUndefined();
    expect(renderSet('default').all('Service')).toHaveLength(1);
    expect(renderSet('default').all('ConfigMap')).toHaveLength(1);
  });

  it('scrapes a Service of its own, which clients do not reach', () => {
    const rendered = renderSet('monitoring');
    const service = rendered.get('Service', '-metrics');
    const { spec, metadata } = rendered.get('ServiceMonitor');
    const { matchLabels } = spec['selector'] as { matchLabels: object };
    expect(service.metadata.labels).toMatchObject(matchLabels);
    expect(rendered.get('Service', 'rookery').metadata.labels).not.toMatchObject(matchLabels);
    expect(service.spec).toMatchObject({ type: 'ClusterIP', ports: [{ name: 'management', port: 9090 }] });
    expect(metadata.labels).toMatchObject({ release: 'prometheus' });
    expect(spec['endpoints']).toMatchObject([
      {
        port: 'management',
        path: '/metrics',
        interval: '30s',
        scrapeTimeout: '10s',
        relabelings: [{ regex: 'endpoint' }],
        metricRelabelings: [{ regex: 'nodejs_gc_.*' }],
      },
    ]);
    const plain = renderSet('names').get('ServiceMonitor');
    expect(plain.spec['endpoints']).not.toHaveProperty([0, 'relabelings']);
  });

  it('alerts, but for what is disabled', () => {
    const written = readFileSync(join(CHART, 'files/rookery.rules.yml'), 'utf8');
    const names = [...written.matchAll(/- alert: (\w+)/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(5);
    const alerts = rulesOf('monitoring');
    expect(alerts.map(({ alert, record }) => alert ?? record)).toEqual([
      ...names.filter((name) => name !== 'RookerySlowClientsCut'),
      'rookery:streams',
    ]);
    for (const { alert, labels, annotations } of alerts.filter((rule) => rule.alert))
      expect([alert, labels, annotations?.['summary']]).toEqual([
        alert,
        { severity: expect.any(String), team: 'tools' },
        expect.any(String),
      ]);
    const schema = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')) as object;
    const path = 'properties.metrics.properties.prometheusRule.properties.disabled.items.enum';
    expect(schema).toHaveProperty(path, names);
  });

  it('alerts for the job that the ServiceMonitor names', () => {
    const rendered = render(
      { metrics: { prometheusRule: { enabled: true }, serviceMonitor: { enabled: true } } },
      'tools',
    );
    const job = rendered.get('ServiceMonitor').spec['jobLabel'] as string;
    expect(rendered.get('Service', '-metrics').metadata.labels).toMatchObject({ [job]: 'tools' });
    const rules = JSON.stringify(rendered.get('PrometheusRule').spec);
    expect(rules.match(/job=\\"tools\\",namespace=\\"mcp\\"/g)?.length).toBeGreaterThan(10);
    expect(rules).not.toContain('job=\\"rookery\\"');
  });

  it('draws a dashboard', () => {
    const rendered = renderSet('monitoring');
    const { data, metadata } = rendered.get('ConfigMap', '-dashboard');
    expect(JSON.parse(data!['rookery.json']!)).toEqual(JSON.parse(dashboard));
    expect(metadata).toMatchObject({
      labels: { grafana_dashboard: '1' },
      annotations: { grafana_folder: 'MCP' },
    });
  });
});
