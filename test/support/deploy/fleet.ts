import { eventually } from '../eventually.js';
import { ServerProcess } from '../servers/server-process.js';
import { send } from '../wire/http.js';

const COUNTED = 'test/support/servers/counted-server.mjs';

const PUBLIC = { AUTH: 'none', PUBLIC_URL: 'http://mcp.example.com', TRUST_PROXY: '1' };

/** Replicas of `counted-server.mjs`, for a proxy in front. Each keeps its port over a restart. */
export class Fleet implements AsyncDisposable {
  private readonly all: ServerProcess[] = [];
  private readonly running: ServerProcess[] = [];

  private constructor(
    private readonly ports: readonly number[],
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async start(ports: readonly number[], environment: NodeJS.ProcessEnv = {}): Promise<Fleet> {
    const fleet = new Fleet(ports, { ...PUBLIC, ...environment });
    for (const index of ports.keys()) await fleet.startReplica(index);
    return fleet;
  }

  /** @returns the exit code of the one that was stopped */
  async restart(index: number): Promise<number | null> {
    const code = await this.stop(index, 'SIGTERM');
    await this.startReplica(index);
    return code;
  }

  /** @returns the exit code */
  async stop(index: number, signal: NodeJS.Signals): Promise<number | null> {
    return await this.running[index]!.stop(signal);
  }

  async startReplica(index: number): Promise<void> {
    const port = this.ports[index]!;
    const server = ServerProcess.start({ PORT: String(port), ...this.environment }, COUNTED);
    this.all.push(server);
    this.running[index] = server;
    const url = await server.url();
    await eventually(async () => (await send(`${url}/health/ready`)).status === 200);
  }

  /** The keys of all work that any replica did, in no order. */
  get worked(): string[] {
    return this.all.flatMap(workOf);
  }

  /** The keys of what the replica that runs now has done. */
  workedBy(index: number): string[] {
    return workOf(this.running[index]!);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.running) await server[Symbol.asyncDispose]();
  }
}

function workOf({ log }: ServerProcess): string[] {
  const lines = log.map(({ msg }) => String(msg));
  return lines.filter((msg) => msg.startsWith('worked: ')).map((msg) => msg.slice('worked: '.length));
}
