import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describeWith } from '../support/available.js';
import { CHART, refusalOf, type Values, valuesOf } from '../support/chart/helm.js';
import { readBlocks } from '../support/docs/snippets.js';
import { ROOT } from '../support/servers/server-process.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The paths of a schema's properties, but for those below free maps. */
function pathsOf({ properties }: Schema, path = ''): string[] {
  return Object.entries(properties ?? {}).flatMap(([name, schema]) => [
    `${path}${name}`,
    ...pathsOf(schema, `${path}${name}.`),
  ]);
}

describe('The README of the chart', () => {
  it('has the tables that values.yaml makes, and the chart the alerts and the dashboard of deploy', () => {
    const script = join(ROOT, 'scripts/generate-chart-docs.mjs');
    expect(() =>
      execFileSync(process.execPath, [script, '--check'], { cwd: ROOT, stdio: 'pipe' }),
    ).not.toThrow();
  });

  it('is led by fifteen values, and has every one that the schema knows', () => {
    const text = readFileSync(join(CHART, 'README.md'), 'utf8');
    const documented = [...text.matchAll(/^\| `([\w.]+)` \| .+ \| .+ \|$/gm)].map(([, name]) => name!);
    const [first] = text.split('## What it refuses');
    expect([...first!.matchAll(/^\| `/gm)]).toHaveLength(15);
    const known = pathsOf(JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')) as Schema);
    const undocumented = known.filter(
      (path) =>
        !documented.some(
          (name) => name === path || name.startsWith(`${path}.`) || path.startsWith(`${name}.`),
        ),
    );
    expect(undocumented).toEqual(['global']);
    expect(
      documented.filter((name) => !name.startsWith('terminationGrace') && !known.includes(name)),
    ).toEqual([]);
  });

  describeWith('ROOKERY_TEST_HELM', 'Its examples', () => {
    const blocks = readBlocks('helm/rookery/README.md').filter(({ language }) => language === 'yaml');

    it.each(['stateless-replicas', 'no-sessions-autoscaling'])('have what the set %s has', (name) => {
      const set = valuesOf(name);
      const { wires } = set['config'] as { wires: readonly string[] };
      const shown = blocks
        .map(({ text }) => parse(text) as Values & { config?: { wires?: readonly string[] } })
        .find(({ config }) => String(config?.wires) === String(wires));
      expect(set).toMatchObject(shown!);
      expect(refusalOf(shown!)).toBe('');
    });

    it.each(['nginx', 'traefik', 'alb', 'gce'])('have what the set for %s has', (name) => {
      const shown = blocks
        .map(({ text }) => parse(text) as Values)
        .find((values) => JSON.stringify(values).includes(`"className":"${name}"`));
      const set = valuesOf(`ingress-${name === 'gce' ? 'gke' : name}`);
      expect(set).toMatchObject(shown!);
      expect(refusalOf(set)).toBe('');
    });
  });
});
