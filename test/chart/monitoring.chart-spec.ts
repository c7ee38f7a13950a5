import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../support/available.js';
import { CHART, render, renderSet } from '../support/chart/helm.js';
import { callTool, post, send } from '../support/http.js';
import { startRookery } from '../support/rookery.js';
import { SseStream } from '../support/sse-stream.js';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Of Prometheus itself. */
const NOT_OURS = new Set(['up']);

function rulesOf(set: string): Rule[] {
  const { groups } = renderSet(set).get('PrometheusRule').spec as { groups: [{ rules: Rule[] }] };
  return groups[0].rules;
}

/** The metrics that an expression asks for, with the labels it uses of them. */
function metricsIn(expression: string): [name: string, labels: string[]][] {
  return [...expression.matchAll(/([a-z_0-9]+)\{([^}]*)\}/g)].map(([, name, matchers]) => [
    name!,
    [...matchers!.matchAll(/(\w+)(?:=~|!=|=)/g)].map(([, label]) => label!),
  ]);
}

/** By Prometheus, from where it scrapes. */
const ADDED = new Set(['namespace', 'service', 'pod', 'le']);

describeWith('ROOKERY_TEST_HELM', 'The monitoring', () => {
  const dashboard = readFileSync(join(CHART, 'dashboards/rookery.json'), 'utf8');

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
    const alerts = rulesOf('monitoring');
    expect(alerts.map(({ alert, record }) => alert ?? record)).toEqual([
      'RookeryDown',
      'RookeryNotReady',
      'RookeryCallsFail',
      'RookeryCallsRefused',
      'RookeryManyStreams',
      'RookeryEventLoopLate',
      'rookery:streams',
    ]);
    for (const { alert, labels, annotations } of alerts.filter((rule) => rule.alert))
      expect([alert, labels, annotations]).toEqual([
        alert,
        { severity: expect.any(String), team: 'tools' },
        { summary: expect.any(String) },
      ]);
    const values = { metrics: { prometheusRule: { enabled: true } }, config: { maxSessions: 500 } };
    expect(JSON.stringify(render(values).get('PrometheusRule'))).toContain('> 0.8 * 500');
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

  it('asks for metrics and labels that a working server has', async () => {
    await using server = await startRookery({ MAX_CALLS: '1' });
    await using stream = await SseStream.open(`${server.url}/sse`);
    const initialize = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    };
    await post(await stream.endpoint(), { jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize });
    await stream.responseTo(1);
    await post(`${server.url}/message`, callTool(1, 'add', { a: 1, b: 'x' }));
    await post(`${server.url}/message`, callTool(2, 'add', { a: 1, b: 2 }), { host: 'evil.example.com' });
    const text = (await send(`${server.url}/metrics`)).text;
    const expressions = [
      ...rulesOf('monitoring').map(({ expr }) => expr),
      ...[...dashboard.matchAll(/"expr": (".*")/g)].map(([, expr]) => JSON.parse(expr!) as string),
    ];
    const asked = expressions.flatMap(metricsIn).filter(([name]) => !NOT_OURS.has(name));
    expect(asked.length).toBeGreaterThan(15);
    for (const [name, labels] of asked) {
      expect([name, text.includes(`# TYPE ${name.replace(/_(?:count|sum|bucket)$/, '')} `)]).toEqual([
        name,
        true,
      ]);
      const series = text.split('\n').filter((line) => line.startsWith(`${name}{`));
      for (const label of labels.filter((one) => !ADDED.has(one) && series.length > 0))
        expect([name, label, series.some((line) => line.includes(`${label}="`))]).toEqual([
          name,
          label,
          true,
        ]);
    }
  });
});
