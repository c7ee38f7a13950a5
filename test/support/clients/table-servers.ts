import { ServerProcess } from '../servers/server-process.js';
import type { ClientWire } from './client-wires.js';
import type { OfficialClient } from './official-clients.js';

/** A server as the table needs it. */
export interface TableServer extends AsyncDisposable {
  /** Where clients reach it. */
  readonly url: string;
  readonly process: ServerProcess;
}

/** Servers that differ in the wires that they have. Each starts when it is first asked for. */
export class TableServers implements AsyncDisposable {
  private readonly started = new Map<string, Promise<TableServer>>();

  /** @param start starts one with all wires, or those that the environment names */
  constructor(private readonly start: (environment: NodeJS.ProcessEnv) => Promise<TableServer>) {}

  /** One that has all wires, unless the client takes another one of them at the same URL. */
  serverFor({ takes }: OfficialClient, { name, option }: ClientWire): Promise<TableServer> {
    const isAtMcp = name === 'Streamable HTTP' || name === 'stateless HTTP';
    return this.serverWith(isAtMcp && takes !== name ? option! : '');
  }

  /** Those that run. */
  running(): Promise<TableServer[]> {
    return Promise.all(this.started.values());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of await this.running()) await server[Symbol.asyncDispose]();
  }

  private serverWith(wires: string): Promise<TableServer> {
    const started = this.started.get(wires) ?? this.start(wires === '' ? {} : { WIRES: wires });
    this.started.set(wires, started);
    return started;
  }
}

/** A server that clients reach without a proxy. */
export async function startTableServer(environment: NodeJS.ProcessEnv): Promise<TableServer> {
  const process = ServerProcess.start({ RATE_LIMIT: 'off', ...environment });
  return {
    url: await process.url(),
    process,
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
