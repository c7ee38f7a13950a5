import { join } from 'node:path';
import { Client as ClientV2, type ClientOptions } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { ROOT } from '../servers/server-process.js';
import type { ClientWire } from './client-wires.js';
import { exercise, type Findings, runScenario } from './clients.js';
import { TRANSPORTS_V1, TRANSPORTS_V2 } from './typescript-transports.js';

const IDENTITY = { name: 'rookery-test', version: '1.0.0' };
const PYTHON_SCENARIO = join(ROOT, 'test/clients/python/scenario.py');
const TYPESCRIPT_1_10_SCENARIO = join(ROOT, 'test/clients/typescript-1.10/scenario.mjs');

/** A client of an official SDK, as `docs/guides/clients.md` has a row for it. */
export interface OfficialClient {
  readonly name: string;
  readonly version: string;
  /** What names the program that it needs; nothing where it runs in the tests' own process. */
  readonly variable?: string;
  /** Does the scenario of {@link exercise} with what the wire has at the target. */
  explore(wire: ClientWire, target: string, program: string): Promise<Findings>;
}

export const OFFICIAL_CLIENTS: readonly OfficialClient[] = [
  {
    name: '@modelcontextprotocol/sdk',
    version: '1.10.0',
    variable: 'ROOKERY_TEST_TYPESCRIPT_1_10',
    explore: (_, target) => runScenario([process.execPath, TYPESCRIPT_1_10_SCENARIO], target),
  },
  {
    name: '@modelcontextprotocol/sdk',
    version: '1.32.2',
    async explore({ name }, target) {
      const client = new ClientV1(IDENTITY);
      await client.connect(TRANSPORTS_V1[name](target));
      return await exercise(client);
    },
  },
  { name: '@modelcontextprotocol/client', version: '2.4.0', explore: exploreV2() },
  {
    name: '@modelcontextprotocol/client, versionNegotiation auto',
    version: '2.4.0',
    explore: exploreV2({ versionNegotiation: { mode: 'auto' } }),
  },
  {
    name: 'mcp (Python), ClientSession',
    version: '1.9.4',
    variable: 'ROOKERY_TEST_PYTHON_1_9',
    explore: explorePython('session'),
  },
  {
    name: 'mcp (Python), ClientSession',
    version: '2.3.0',
    variable: 'ROOKERY_TEST_PYTHON',
    explore: explorePython('session'),
  },
  {
    name: 'mcp (Python), Client',
    version: '2.3.0',
    variable: 'ROOKERY_TEST_PYTHON',
    explore: explorePython('client'),
  },
  {
    name: 'go-sdk',
    version: '1.8.0',
    variable: 'ROOKERY_TEST_GO_CLIENT',
    explore: (_, target, program) => runScenario([program], target),
  },
];

function exploreV2(options?: ClientOptions): OfficialClient['explore'] {
  return async ({ name }, target) => {
    const client = new ClientV2(IDENTITY, options);
    await client.connect(TRANSPORTS_V2[name](target));
    return await exercise(client);
  };
}

function explorePython(kind: 'session' | 'client'): OfficialClient['explore'] {
  return (_, target, program) => runScenario([program, PYTHON_SCENARIO, kind], target);
}
