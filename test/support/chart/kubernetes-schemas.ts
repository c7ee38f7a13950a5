import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import type { KubernetesObject } from './rendered.js';

type Schema = Record<string, unknown>;

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface CustomResource {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { openAPIV3Schema: Schema } }[];
  };
}

/** The schemas of one version of Kubernetes and of the CRDs. A field that a schema does not have is an error. */
export class KubernetesSchemas {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  private readonly references = new Map<string, string | Schema>();
  private readonly compiled = new Map<string, ValidateFunction>();

  /** @param file what `scripts/test` exports, beside the schemas */
  constructor(file: string, version: string) {
    const folder = dirname(file);
    const openapi = JSON.parse(readFileSync(join(folder, version), 'utf8'), close) as {
      definitions: Record<string, Schema>;
    };
    openapi.definitions['io.k8s.apimachinery.pkg.util.intstr.IntOrString'] = { type: ['integer', 'string'] };
    openapi.definitions['io.k8s.apimachinery.pkg.api.resource.Quantity'] = { type: ['number', 'string'] };
    this.ajv.addSchema({ $id: 'kubernetes', definitions: openapi.definitions });
    for (const [name, schema] of Object.entries(openapi.definitions))
      for (const known of (schema['x-kubernetes-group-version-kind'] ?? []) as GroupVersionKind[])
        this.references.set(keyOf(known), `kubernetes#/definitions/${name}`);
    for (const crd of readdirSync(join(folder, 'crds'))) this.addCustom(join(folder, 'crds', crd));
  }

  static versions(file: string): string[] {
    return readdirSync(dirname(file)).filter((name) => name.endsWith('.json'));
  }

  /** What is wrong with an object, or `undefined` for a kind without a schema. */
  problemsOf(object: KubernetesObject): string[] | undefined {
    const { apiVersion, kind } = object;
    const [version = '', group = ''] = apiVersion.split('/').toReversed();
    const key = keyOf({ group, version, kind });
    const reference = this.references.get(key);
    if (!reference) return undefined;
    const $ref = typeof reference === 'string' ? { $ref: reference } : reference;
    const validate = this.compiled.get(key) ?? this.ajv.compile($ref);
    this.compiled.set(key, validate);
    if (validate(object)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${kind}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private addCustom(file: string): void {
    const { spec } = parse(readFileSync(file, 'utf8'), close) as CustomResource;
    for (const { name, schema } of spec.versions)
      this.references.set(
        keyOf({ group: spec.group, version: name, kind: spec.names.kind }),
        schema.openAPIV3Schema,
      );
  }
}

function keyOf({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version} ${kind}`;
}

/** Closes an object that lists its properties, and reads what a CRD says in Kubernetes' own words. */
function close(_key: unknown, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const schema = { ...(value as Schema) };
  // Go's way to ignore case, which JavaScript does not read.
  if (String(schema['pattern']).includes('(?i)')) delete schema['pattern'];
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  const isObject = typeof schema['properties'] === 'object' && schema['type'] === 'object';
  if (isObject && !('additionalProperties' in schema) && !('x-kubernetes-preserve-unknown-fields' in schema))
    schema['additionalProperties'] = false;
  return schema;
}
