import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { linesOf, newToken, type TestToken } from '../../support/auth/tokens.js';
import { type RunningRookery, startRookery } from '../../support/servers/rookery.js';
import { CarrierApi } from './carrier-api.js';
import { NewcomerModule } from './newcomer.module.js';
import { CarrierClient } from './shipping/carrier-client.js';

const PEOPLE = {
  manager: newToken('north/manager', 'orders:write', 'payments:refund', 'audit:read'),
  clerk: newToken('south/clerk'),
} as const;

/** The app behind the service, with two people who may call it, and the API it calls itself. */
export class RunningShop {
  private readonly clients: Client[] = [];

  private constructor(
    private readonly server: RunningRookery,
    readonly carrier: CarrierApi,
  ) {}

  static async start(): Promise<RunningShop> {
    const AUTH_TOKENS = linesOf(...Object.values(PEOPLE));
    const server = await startRookery({ AUTH: 'bearer', AUTH_TOKENS, RATE_LIMIT: 'off' }, NewcomerModule);
    const carrier = await CarrierApi.start();
    server.rookery.app.get(CarrierClient, { strict: false }).url = carrier.url;
    return new RunningShop(server, carrier);
  }

  /** A client of the official SDK that knows all tools, and so holds results to their output schemas. */
  async connect(person?: keyof typeof PEOPLE): Promise<Client> {
    const client = new Client({ name: 'newcomer-test', version: '1.0.0' });
    const headers: TestToken['headers'] = person ? PEOPLE[person].headers : {};
    await client.connect(
      new SSEClientTransport(new URL(`${this.server.url}/sse`), { requestInit: { headers } }),
    );
    await client.listTools();
    this.clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
    await this.server.rookery.close();
    await this.carrier.stop();
  }
}
