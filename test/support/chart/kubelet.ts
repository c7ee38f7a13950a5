import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '../servers/server-process.js';
import { send } from '../wire/http.js';
import type { Container, Probe, Rendered } from './rendered.js';

/** What the image runs where the pod says nothing else. */
const [ENTRYPOINT, CMD] = ['ENTRYPOINT', 'CMD'].map((instruction) => {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').matchAll(
    RegExp(`^${instruction} (\\[.+\\])$`, 'gm'),
  );
  return JSON.parse([...lines].at(-1)![1]!) as string[];
}) as [string[], string[]];

/** How a pod ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the beginning of the end, in seconds. */
  readonly seconds: number;
}

/** The container of a rendered Deployment as a process of this machine, started, probed and stopped as the kubelet does. */
export class RunningPod implements AsyncDisposable {
  readonly output: string[] = [];
  private readonly exited: Promise<[code: number | null, signal: NodeJS.Signals | null]>;

  private constructor(
    private readonly container: Container,
    private readonly gracePeriodSeconds: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    this.exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => this.output.push(text));
  }

  /**
   * Starts it, and waits for its startup probe and its readiness.
   * @param image the folder that stands for the image's working directory
   */
  static async start(rendered: Rendered, image = ROOT): Promise<RunningPod> {
    const { container } = rendered;
    const { terminationGracePeriodSeconds } = rendered.deployment.spec.template.spec;
    const folder = mkdtempSync(join(tmpdir(), 'rookery-pod-'));
    const defaults = container.command ? [] : CMD;
    const [command, ...args] = [...(container.command ?? ENTRYPOINT), ...(container.args ?? defaults)];
    const child = spawn(command!, args, {
      cwd: image,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...mounted(rendered, folder) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const pod = new RunningPod(container, terminationGracePeriodSeconds, child, folder);
    try {
      await pod.succeeds(container.startupProbe);
      await pod.succeeds(container.readinessProbe);
      return pod;
    } catch (error) {
      await pod[Symbol.asyncDispose]();
      throw error;
    }
  }

  url(port: string): string {
    const found = this.container.ports.find(({ name }) => name === port);
    if (!found) throw new Error(`The container has no port ${port}`);
    return `http://127.0.0.1:${found.containerPort}`;
  }

  /** The status that a probe gets; 0 where nobody answers in time. */
  async probe({ httpGet, timeoutSeconds }: Probe): Promise<number> {
    const answer = send(this.url(httpGet.port) + httpGet.path).then(({ status }) => status);
    return Promise.race([answer.catch(() => 0), delay(timeoutSeconds * 1000, 0, { ref: false })]);
  }

  /** Lets the waiting tools of `slow-server.mjs` go on. */
  release(): void {
    this.child.send('release');
  }

  /** The end of a pod: preStop, SIGTERM, and SIGKILL after the grace period. */
  async terminate(): Promise<Ending> {
    const startedAtMs = performance.now();
    const kill = setTimeout(() => this.child.kill('SIGKILL'), this.gracePeriodSeconds * 1000);
    await delay((this.container.lifecycle?.preStop?.sleep.seconds ?? 0) * 1000);
    this.child.kill('SIGTERM');
    const [code, signal] = await this.exited;
    clearTimeout(kill);
    return { code, signal, seconds: (performance.now() - startedAtMs) / 1000 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exited;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async succeeds(probe: Probe): Promise<void> {
    for (let failures = 0; failures < probe.failureThreshold * 10; failures++) {
      if ((await this.probe(probe)) === 200) return;
      if (this.child.exitCode !== null) break;
      await delay((probe.periodSeconds * 1000) / 10);
    }
    throw new Error(`${probe.httpGet.path} never said yes: ${this.output.join('')}`);
  }
}

/** The environment, with the Secret's files where this process can write them. */
function mounted(rendered: Rendered, folder: string): Record<string, string> {
  const environment = rendered.environment();
  const { volumes = [] } = rendered.deployment.spec.template.spec;
  for (const { name, mountPath } of rendered.container.volumeMounts ?? []) {
    const secret = volumes.find((volume) => volume.name === name)?.secret;
    if (!secret) continue;
    const { data = {} } = rendered.get('Secret', secret.secretName);
    mkdirSync(join(folder, mountPath), { recursive: true });
    for (const { key, path } of secret.items ?? [])
      writeFileSync(join(folder, mountPath, path), Buffer.from(data[key]!, 'base64'));
    for (const [variable, value] of Object.entries(environment))
      if (value.startsWith(`${mountPath}/`)) environment[variable] = join(folder, value);
  }
  return environment;
}
