import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument, isMap, isScalar } from 'yaml';
import { ENVIRONMENT, loadConfig } from '../../src/config/index.js';
import type { Variable } from '../../src/config/variable.js';
import { SamplesModule } from '../../src/samples/index.js';
import { createRookery } from '../../src/service/create-rookery.js';
import { describeWith } from '../support/available.js';
import { CHART, renderSet, VALUE_SETS } from '../support/chart/helm.js';

/** Variables without a value, and why. */
const EXCLUDED: Readonly<Record<string, string>> = {
  AUTH_TOKENS: 'AUTH_TOKENS_FILE takes the same lines, and is followed without a restart',
  SESSION_KEYS: 'SESSION_KEYS_FILE takes the same keys, from a Secret',
  MANAGEMENT_HOST: 'probes and metrics are asked for at the address of the pod, as clients are',
};

const VARIABLES = new Map<string, Variable<unknown>>(
  Object.values(ENVIRONMENT).flatMap((group) => Object.entries(group as Record<string, Variable<unknown>>)),
);

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
}

const CONFIG = (JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')) as Schema).properties[
  'config'
]!.properties;

describeWith('ROOKERY_TEST_HELM', 'The variables of the server', () => {
  it('each have a value, or are excluded', () => {
    const set = new Set(VALUE_SETS.flatMap((name) => Object.keys(renderSet(name).environment())));
    for (const name of ['AUTH_TOKEN', 'RATES_URL', 'POD_NAME', 'OPERATOR_TOKEN']) set.delete(name);
    expect(renderSet('default').container.env?.map(({ name }) => name)).toEqual(['AUTH_TOKEN']);
    const expected = [...VARIABLES.keys()].filter((name) => !(name in EXCLUDED) && name !== 'AUTH_TOKEN');
    expect([...set].toSorted()).toEqual(expected.toSorted());
    expect(Object.keys(EXCLUDED).filter((name) => !VARIABLES.has(name))).toEqual([]);
  });

  it('are named by the values that set them', () => {
    const values = parseDocument(readFileSync(join(CHART, 'values.yaml'), 'utf8')).get('config');
    if (!isMap(values)) throw new Error('config is no map');
    for (const { key } of values.items) {
      if (!isScalar(key)) throw new Error('a key is no scalar');
      expect([key.value, key.commentBefore ?? values.commentBefore]).toEqual([
        key.value,
        expect.stringContaining(`\`${variableOf(String(key.value))}\``),
      ]);
    }
    expect(values.items.map(({ key }) => String(key)).toSorted()).toEqual(Object.keys(CONFIG).toSorted());
  });

  it('are all refused in extraEnv', () => {
    const template = readFileSync(join(CHART, 'templates/_environment.tpl'), 'utf8');
    const [, names] = /define "rookery.ownVariables" -}}\n([^]*?)\n{{/.exec(template)!;
    expect(names!.split(/\s/).toSorted()).toEqual([...VARIABLES.keys()].toSorted());
  });

  it('have the bounds that the schema has', () => {
    let bounded = 0;
    for (const [key, schema] of Object.entries(CONFIG)) {
      const { rule } = VARIABLES.get(variableOf(key))!;
      const [, min, max] = /^a (?:whole number|number of seconds) from (\S+) to (\S+)$/.exec(rule) ?? [];
      if (min === undefined) continue;
      expect([key, schema.minimum, schema.maximum]).toEqual([key, Number(min), Number(max)]);
      bounded++;
    }
    expect(bounded).toBeGreaterThanOrEqual(20);
  });

  it('have the choices that the schema has', () => {
    for (const [key, schema] of Object.entries(CONFIG)) {
      if (!schema.enum) continue;
      const { rule } = VARIABLES.get(variableOf(key))!;
      expect([key, `one of ${schema.enum.filter(Boolean).join(', ')}`]).toEqual([key, rule]);
    }
  });

  it.each(VALUE_SETS)('are what the server starts with: %s', async (name) => {
    const rendered = renderSet(name).environment();
    const folder = mkdtempSync(join(tmpdir(), 'rookery-chart-'));
    const tokens = join(folder, 'tokens');
    writeFileSync(tokens, `alice:${'0'.repeat(64)}:tools\n`);
    const keys = join(folder, 'keys');
    writeFileSync(keys, `${'A'.repeat(43)}\n`);
    const environment = {
      ...rendered,
      ...(rendered['AUTH_TOKENS_FILE'] && { AUTH_TOKENS_FILE: tokens }),
      ...(rendered['SESSION_KEYS_FILE'] && { SESSION_KEYS_FILE: keys }),
      ...(renderSet(name).container.env?.some(({ name: variable }) => variable === 'AUTH_TOKEN') && {
        AUTH_TOKEN: 't'.repeat(32),
      }),
      DRAIN_DELAY_SECONDS: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
      LOG_LEVEL: 'silent',
    };
    // Its certificate is in a Secret that is not rendered.
    if (rendered['TLS_CERT_FILE']) expect(() => loadConfig(environment)).not.toThrow();
    else await (await createRookery(SamplesModule, { environment })).close();
    rmSync(folder, { recursive: true });
  });

  it('keep numbers as they are', () => {
    expect(renderSet('every-variable').environment()).toMatchObject({
      SERVER_VERSION: '1.10',
      MAX_BODY_BYTES: '10485760',
      MAX_BUFFERED_BYTES: '9007199254740991',
      MAX_SESSIONS: '1000000',
      TOOL_TIMEOUT_SECONDS: '0.5',
      REPLAY_BYTES: '0',
      RESPONSE_MODE: 'sse',
      HEADER_MISMATCH: 'reject',
      WIRES: 'http-sse,streamable-http,stateless-http',
      SESSIONLESS_POST: 'off',
      STREAMABLE_SESSIONS: 'off',
      LENIENT_ARGUMENTS: 'on',
      FORCE_HTTPS: 'false',
      ALLOWED_ORIGINS: 'https://app.example.com,http://localhost:5173',
    });
    expect(renderSet('httproute-wildcard').environment()['TRUST_PROXY']).toBe('10.0.0.0/8,fd00::/8');
    expect(renderSet('auth-jwt').environment()['JWT_CLOCK_SKEW_SECONDS']).toBe('0');
  });
});

function variableOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
