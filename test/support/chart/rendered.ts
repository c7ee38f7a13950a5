/** An object as it is sent to Kubernetes. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
}

export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

interface NamedKey {
  readonly name: string;
  readonly key: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly envFrom?: readonly { readonly configMapRef?: { readonly name: string } }[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef?: NamedKey };
  }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly lifecycle?: { readonly preStop?: { readonly sleep: { readonly seconds: number } } };
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly resources?: unknown;
  readonly securityContext?: unknown;
}

export interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly [Container, ...Container[]];
  readonly volumes?: readonly {
    readonly name: string;
    readonly secret?: {
      readonly secretName: string;
      readonly items?: readonly { readonly key: string; readonly path: string }[];
    };
  }[];
}

export interface Deployment extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly minReadySeconds: number;
    readonly progressDeadlineSeconds: number;
    readonly strategy: unknown;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: Pick<KubernetesObject, 'metadata'> & { readonly spec: PodSpec };
  };
}

export interface Service extends KubernetesObject {
  readonly spec: {
    readonly type: string;
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
  };
}

export interface NetworkPolicy extends KubernetesObject {
  readonly spec: {
    readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly policyTypes: readonly string[];
    readonly ingress: readonly {
      readonly from?: readonly unknown[];
      readonly ports: readonly { readonly port: string | number }[];
    }[];
    readonly egress?: readonly unknown[];
  };
}

interface KnownKinds {
  readonly Deployment: Deployment;
  readonly Service: Service;
  readonly NetworkPolicy: NetworkPolicy;
}

type OfKind<Kind extends string> = Kind extends keyof KnownKinds
  ? KnownKinds[Kind]
  : KubernetesObject & { readonly spec: Readonly<Record<string, unknown>> };

/** The objects that the chart made of a value set. */
export class Rendered {
  constructor(readonly objects: readonly KubernetesObject[]) {}

  get kinds(): string[] {
    return this.objects.map(({ kind }) => kind);
  }

  all<const Kind extends string>(kind: Kind): OfKind<Kind>[] {
    return this.objects.filter((object) => object.kind === kind) as OfKind<Kind>[];
  }

  find<const Kind extends string>(kind: Kind, nameEnd = ''): OfKind<Kind> | undefined {
    return this.all(kind).find(({ metadata }) => metadata.name.endsWith(nameEnd));
  }

  /** @throws Error if there is none */
  get<const Kind extends string>(kind: Kind, nameEnd = ''): OfKind<Kind> {
    const found = this.find(kind, nameEnd);
    if (!found) throw new Error(`There is no ${kind} whose name ends with "${nameEnd}"`);
    return found;
  }

  get deployment(): Deployment {
    return this.get('Deployment');
  }

  /** The container of the server. */
  get container(): Container {
    return this.deployment.spec.template.spec.containers[0];
  }

  /** What the server reads: of the ConfigMap, the Secret and the container itself. */
  environment(): Record<string, string> {
    return environmentOf(this.container, this);
  }
}

/** A container's environment, as the kubelet puts it together. A Secret that is not rendered gives nothing. */
export function environmentOf(container: Container, { objects }: Rendered): Record<string, string> {
  const dataOf = (kind: string, name: string): Readonly<Record<string, string>> =>
    objects.find((object) => object.kind === kind && object.metadata.name === name)?.data ?? {};
  const environment: Record<string, string> = {};
  for (const { configMapRef } of container.envFrom ?? [])
    if (configMapRef) Object.assign(environment, dataOf('ConfigMap', configMapRef.name));
  for (const { name, value, valueFrom } of container.env ?? []) {
    const secret = valueFrom?.secretKeyRef;
    const encoded = secret && dataOf('Secret', secret.name)[secret.key];
    if (value !== undefined) environment[name] = value;
    else if (encoded) environment[name] = Buffer.from(encoded, 'base64').toString();
  }
  return environment;
}
