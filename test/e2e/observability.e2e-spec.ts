import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ServerMetrics } from '../../src/metrics/server-metrics.js';
import { describeWith } from '../support/available.js';
import { commandsOf, makeFolder, readBlocks, readMarkdown, Terminal } from '../support/docs/snippets.js';
import { startRookery } from '../support/servers/rookery.js';
import { ROOT, ServerProcess } from '../support/servers/server-process.js';

const RULES = 'deploy/prometheus/rookery.rules.yml';
const PAGE = 'docs/production/observability.md';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames: readonly string[];
  readonly upperBounds?: readonly number[];
}

/** All metrics of the service. */
async function registered(): Promise<Metric[]> {
  await using server = await startRookery();
  const { registry } = server.rookery.app.get(ServerMetrics, { strict: false });
  const types = new Map((await registry.getMetricsAsJSON()).map(({ name, type }) => [name, String(type)]));
  return registry
    .getMetricsAsArray()
    .map((metric) => ({ ...(metric as unknown as Metric), type: types.get(metric.name)! }));
}

/** The names that queries may use. */
function seriesNames(metrics: readonly Metric[]): Set<string> {
  const names = metrics.flatMap(({ name, type }) =>
    type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
  );
  return new Set(['up', ...names]);
}

/** The metrics of a query: names before a selector, or before what ends them. */
function namesIn(query: string): string[] {
  return [...query.matchAll(/\b(?:up|(?:mcp|rookery|nodejs|process)_\w+)\b/g)].map(([name]) => name);
}

/** What Prometheus adds to every series, and to those of a histogram. */
const GIVEN_LABELS = ['job', 'instance', 'le'];

/** The labels that a query groups and selects by, and those that its texts show. */
function labelsIn(query: string, texts: string): string[] {
  const grouped = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names]) => names!.split(/, ?/));
  const selected = [...query.matchAll(/(\w+)(?:=~|!=|!~|=)"/g)].map(([, name]) => name!);
  const shown = [...texts.matchAll(/\{\{ ?(?:\$labels\.)?(\w+) ?\}\}/g)].map(([, name]) => name!);
  return [...grouped, ...selected, ...shown];
}

/** Those of them that no metric of the query has. */
function unknownLabels(metrics: readonly Metric[], query: string, texts: string): string[] {
  const known = new Set(GIVEN_LABELS);
  for (const { name, labelNames } of metrics)
    if (query.includes(name)) for (const label of labelNames) known.add(label);
  return labelsIn(query, texts).filter((label) => !known.has(label));
}

/** The alerts of the rules file, each as its lines. */
function alerts(): { name: string; text: string }[] {
  const [, ...blocks] = readMarkdown(RULES).split(/^ {6}- alert: /m);
  return blocks.map((text) => ({ name: text.split('\n', 1)[0]!, text }));
}

describe('The reference of metrics', () => {
  it('has each of ours, with its type, labels and help, and no other', async () => {
    const ours = (await registered()).filter(({ name }) => /^(?:mcp|rookery)_/.test(name));
    const page = readMarkdown('docs/reference/metrics.md');
    const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \| (.+?) \| (.+) \|$/gm)].map(
      ([, ...cells]) => cells,
    );
    const expected = ours.map(({ name, type, labelNames, help }) => [
      name,
      type,
      labelNames.map((label) => `\`${label}\``).join(', ') || '–',
      help,
    ]);
    const sorted = (table: readonly unknown[][]): string[] => table.map((row) => row.join(' | ')).toSorted();
    expect(sorted(rows)).toEqual(sorted(expected));
    for (const { name, upperBounds } of ours)
      if (upperBounds) expect(page).toContain(`Buckets of \`${name}\`: ${upperBounds.join(', ')}.`);
  });
});

describe('The alerts', () => {
  it('use metrics and labels that exist, and say how bad it is and what to do', async () => {
    const metrics = await registered();
    const known = seriesNames(metrics);
    expect(alerts().length).toBeGreaterThan(8);
    for (const { name, text } of alerts()) {
      const [, query] = /^ {8}expr:([^]+?)^ {8}for: \d+m$/m.exec(text)!;
      const used = namesIn(query!.replace(/\b(?:by|on) \([^)]*\)/g, '').replace(/\b\w+(?==)/g, ''));
      expect([name, used.length > 0, used.filter((one) => !known.has(one))]).toEqual([name, true, []]);
      expect([name, unknownLabels(metrics, query!, text)]).toEqual([name, []]);
      expect(text).toMatch(/^ {10}severity: (?:warning|critical)$/m);
      expect(text).toMatch(/^ {10}summary: '.+'$/m);
      expect(text).toContain(`runbook: ${PAGE}#${name.toLowerCase()}\n`);
      expect(readMarkdown(PAGE)).toMatch(new RegExp(`^### ${name}$`, 'm'));
    }
    const described = [...readMarkdown(PAGE).matchAll(/^### (Rookery\w+)$/gm)].map(([, name]) => name);
    expect(described).toEqual(alerts().map(({ name }) => name));
  });

  describeWith('ROOKERY_TEST_PROMTOOL', 'Prometheus', (promtool) => {
    const run = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)(promtool, args, { cwd: ROOT })).stdout.trim();

    it('takes them, and each rings when it should', async () => {
      const command = readBlocks(PAGE)
        .flatMap((block) => commandsOf(block))
        .find(({ line }) => line.startsWith('promtool'))!;
      expect((await run(...command.line.split(' ').slice(1))).trim()).toBe(command.output);
      const tests = readMarkdown('deploy/prometheus/rookery.rules.test.yml');
      for (const { name } of alerts()) expect(tests).toContain(`  - name: ${name}\n`);
      expect(await run('test', 'rules', 'deploy/prometheus/rookery.rules.test.yml')).toContain('SUCCESS');
    });

    it('takes the configuration that the page shows', async () => {
      const { text } = readBlocks(PAGE).find(({ language }) => language === 'yaml')!;
      const folder = makeFolder('prometheus', [['prometheus.yml', text]]);
      cpSync(join(ROOT, RULES), join(ROOT, folder, 'rookery.rules.yml'));
      expect(await run('check', 'config', join(folder, 'prometheus.yml'))).toContain('SUCCESS');
    });
  });
});

describe('The dashboard', () => {
  interface Panel {
    readonly id: number;
    readonly title: string;
    readonly type: string;
    readonly gridPos: { x: number; y: number; w: number; h: number };
    readonly targets?: { expr: string; legendFormat: string }[];
  }
  const { panels } = JSON.parse(readFileSync(join(ROOT, 'deploy/grafana/rookery.json'), 'utf8')) as {
    panels: Panel[];
  };

  it('uses metrics and labels that exist', async () => {
    const metrics = await registered();
    const known = seriesNames(metrics);
    for (const { title, type, targets = [] } of panels) {
      const used = targets.flatMap(({ expr }) => namesIn(expr.replace(/\b\w+(?=[!=])/g, '')));
      const named = used.filter((name) => !name.startsWith('mcp_method'));
      expect([title, type === 'row' || named.length > 0]).toEqual([title, true]);
      expect([title, named.filter((name) => !known.has(name))]).toEqual([title, []]);
      const labels = targets.flatMap(({ expr, legendFormat }) => unknownLabels(metrics, expr, legendFormat));
      expect([title, labels]).toEqual([title, []]);
    }
  });

  it('shows each metric of ours', async () => {
    const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
    const ours = (await registered()).filter(({ name }) => /^(?:mcp|rookery)_/.test(name));
    expect(ours.filter(({ name }) => !queries.includes(name)).map(({ name }) => name)).toEqual([]);
  });

  it('tells wires apart wherever a metric of ours does', async () => {
    const byWire = panels
      .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
      .filter((expr) => /\bby \((?:[^)]*, )?wire\b/.test(expr))
      .join('\n');
    const ours = (await registered()).filter(({ labelNames }) => labelNames.includes('wire'));
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.filter(({ name }) => !byWire.includes(name)).map(({ name }) => name)).toEqual([]);
  });

  it('has panels that lie beside each other', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

describe('The page on observability', () => {
  it('shows what its curl lines print', async () => {
    await using server = await startRookery();
    await using apart = ServerProcess.start({ MANAGEMENT_PORT: '0' });
    const management = await apart.managementUrl();
    const commands = readBlocks(PAGE)
      .flatMap((block) => (block.language === 'console' ? commandsOf(block) : []))
      .filter(({ line }) => line.startsWith('curl'));
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      const isApart = command.line.includes(':9000');
      await using terminal = isApart
        ? new Terminal(management, 'http://localhost:9000')
        : new Terminal(server.url, 'http://localhost:8000');
      expect((await terminal.run(command)).trim()).toBe(command.output);
    }
  });
});
