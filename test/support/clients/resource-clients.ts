import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import type { ClientWire } from './client-wires.js';
import { TRANSPORTS_V1, TRANSPORTS_V2 } from './typescript-transports.js';

const IDENTITY = { name: 'rookery-test', version: '1.0.0' };

/** What the clients of the TypeScript SDKs have in common about resources. */
export interface ResourceClient {
  listResources(params?: { cursor?: string }): Promise<{ resources: object[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: object[] }>;
  readResource(params: { uri: string }): Promise<{ contents: object[] }>;
  subscribeResource(params: { uri: string }): Promise<object>;
  unsubscribeResource(params: { uri: string }): Promise<object>;
  getServerCapabilities(): object | undefined;
  close(): Promise<void>;
}

/** A client by its name, which connects to the target of a wire. */
type Connect = (wire: ClientWire, target: string) => Promise<ResourceClient>;

export const RESOURCE_CLIENTS: readonly [name: string, connect: Connect][] = [
  [
    '@modelcontextprotocol/sdk',
    async ({ name }, target) => {
      const client = new ClientV1(IDENTITY);
      await client.connect(TRANSPORTS_V1[name](target));
      return client;
    },
  ],
  ['@modelcontextprotocol/client', connectV2()],
  ['@modelcontextprotocol/client, versionNegotiation auto', connectV2('auto')],
];

function connectV2(mode?: 'auto'): Connect {
  return async ({ name }, target) => {
    const client = new ClientV2(IDENTITY, mode && { versionNegotiation: { mode } });
    await client.connect(TRANSPORTS_V2[name](target));
    return client;
  };
}
