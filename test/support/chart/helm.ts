import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT } from '../servers/server-process.js';
import { Rendered, type KubernetesObject } from './rendered.js';

export const CHART = join(ROOT, 'helm', 'rookery');
export const RELEASE = 'rookery';
export const NAMESPACE = 'mcp';

/** A helm that is built from its module knows no version of Kubernetes by itself. */
const KUBERNETES = ['--kube-version', '1.35.0'];

export type Values = Readonly<Record<string, unknown>>;

/** The value sets of `ci/`, by name. */
export const VALUE_SETS: readonly string[] = readdirSync(join(CHART, 'ci')).map((file) =>
  file.replace('-values.yaml', ''),
);

export function valuesOf(set: string): Values {
  return parse(readFileSync(join(CHART, 'ci', `${set}-values.yaml`), 'utf8')) as Values;
}

/** Runs helm. @throws Error with what it says */
export async function helm(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  cwd = ROOT,
): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment };
  try {
    return (await promisify(execFile)(program(), args, { cwd, env, maxBuffer: 2 ** 24 })).stdout;
  } catch (error) {
    throw new Error((error as { stderr: string }).stderr, { cause: error });
  }
}

/** What the chart makes of these values. @throws Error with what helm says */
export function render(values: Values = {}, release = RELEASE): Rendered {
  const args = ['template', release, CHART, ...KUBERNETES, '--namespace', NAMESPACE, '--values', '-'];
  return new Rendered(documents(run(args, values)));
}

/** What the user is told. @throws Error with what helm says */
export function renderNotes(values: Values = {}): string {
  const args = ['install', RELEASE, CHART, '--namespace', NAMESPACE, '--dry-run=client', '--values', '-'];
  const printed = run(args, values);
  return printed.slice(printed.indexOf('NOTES:'));
}

/** Why helm refuses these values, or nothing. */
export function refusalOf(values: Values): string {
  try {
    render(values);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const rendered = new Map<string, Rendered>();

/** What the chart makes of a value set; rendered once. */
export function renderSet(set: string): Rendered {
  const known = rendered.get(set) ?? render(valuesOf(set));
  rendered.set(set, known);
  return known;
}

function run(args: readonly string[], values: Values): string {
  try {
    return execFileSync(program(), args, {
      input: JSON.stringify(values),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
      maxBuffer: 2 ** 24,
    });
  } catch (error) {
    throw new Error((error as { stderr: string }).stderr, { cause: error });
  }
}

function documents(text: string): KubernetesObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

function program(): string {
  const path = process.env['ROOKERY_TEST_HELM'];
  if (!path) throw new Error('ROOKERY_TEST_HELM is unset');
  return path;
}
