import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import type { ClientWire } from './client-wires.js';
import { TRANSPORTS_V1, TRANSPORTS_V2 } from './typescript-transports.js';

const IDENTITY = { name: 'rookery-test', version: '1.0.0' };

/** What the clients of the TypeScript SDKs have in common about prompts. */
export interface PromptClient {
  listPrompts(): Promise<{ prompts: object[] }>;
  getPrompt(params: { name: string; arguments?: Record<string, string> }): Promise<object>;
  complete(params: {
    ref: { type: 'ref/prompt'; name: string };
    argument: { name: string; value: string };
    context?: { arguments: Record<string, string> };
  }): Promise<{ completion: object }>;
  getServerCapabilities(): object | undefined;
  close(): Promise<void>;
}

/** A client by its name, which connects to the target of a wire. */
type Connect = (wire: ClientWire, target: string) => Promise<PromptClient>;

export const PROMPT_CLIENTS: readonly [name: string, connect: Connect][] = [
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
