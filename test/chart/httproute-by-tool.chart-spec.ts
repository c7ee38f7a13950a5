import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describeWith } from '../support/available.js';
import { render } from '../support/chart/helm.js';
import { KubernetesSchemas } from '../support/chart/kubernetes-schemas.js';
import type { KubernetesObject } from '../support/chart/rendered.js';
import { ROOT } from '../support/servers/server-process.js';

interface Rule {
  readonly matches: readonly {
    readonly headers?: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly backendRefs: readonly { readonly name: string }[];
}

type Route = KubernetesObject & { readonly spec: { readonly rules: readonly Rule[] } };

const ROUTE = parse(readFileSync(join(ROOT, 'deploy/httproute-by-tool.yaml'), 'utf8')) as Route;
const { rules } = ROUTE.spec;

const decode = (value: string): string => {
  const [, base64] = /^=\?base64\?(.*)\?=$/.exec(value) ?? [];
  return base64 === undefined ? value : Buffer.from(base64, 'base64').toString();
};

describe('deploy/httproute-by-tool.yaml', () => {
  it('has each call in all forms that its headers may have, and a last rule for all else', () => {
    const said = rules.map(({ matches }) =>
      matches.map(({ headers = [] }) => Object.fromEntries(headers.map(({ name, value }) => [name, value]))),
    );
    const [report, orders, others] = said.map((forms) => [
      new Set(forms.map((form) => JSON.stringify(form))).size,
      new Set(forms.map((form) => JSON.stringify(Object.values(form).map(decode)))),
    ]);
    expect(report).toEqual([2, new Set(['["tools/call","render_report"]'])]);
    expect(orders).toEqual([4, new Set(['["tools/call","query_orders","eu"]'])]);
    expect(others).toEqual([1, new Set(['[]'])]);
    expect(rules.map(({ backendRefs }) => backendRefs[0]!.name)).toEqual([
      'rookery-reports',
      'rookery-eu',
      'rookery',
    ]);
  });

  describeWith('ROOKERY_TEST_KUBERNETES_SCHEMAS', 'By the schemas', (file) => {
    it.each(file ? KubernetesSchemas.versions(file) : [])('of %s it has no problem', (version) => {
      const schemas = new KubernetesSchemas(file, version);
      expect(schemas.problemsOf(ROUTE)).toEqual([]);
      const [first, ...others] = rules;
      const broken = { ...ROUTE, spec: { ...ROUTE.spec, rules: [{ ...first, header: 'x' }, ...others] } };
      expect(schemas.problemsOf(broken)).toHaveLength(1);
    });

    describeWith('ROOKERY_TEST_HELM', 'Its rules', () => {
      it('are extraRules of the chart', () => {
        const httpRoute = {
          enabled: true,
          parentRefs: [{ name: 'public' }],
          hostnames: ['mcp.example.com'],
          extraRules: rules.slice(0, 2),
        };
        const route = render({ httpRoute, config: { trustProxy: 1 } }).get('HTTPRoute');
        expect(route.spec['rules']).toEqual(rules);
        for (const version of KubernetesSchemas.versions(file))
          expect(new KubernetesSchemas(file, version).problemsOf(route)).toEqual([]);
      });
    });
  });
});
