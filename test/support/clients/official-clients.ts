import { join } from 'node:path';
import { Client as ClientV2, type ClientOptions } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { ROOT } from '../servers/server-process.js';
import { REVISION } from '../wire/stateless.js';
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
  /** The wires that it does not speak. */
  readonly lacks: readonly ClientWire['name'][];
  /** The wire that it takes at `/mcp` of a server that has both. */
  readonly takes: 'Streamable HTTP' | 'stateless HTTP';
  /** Does the scenario of {@link exercise} with what the wire has at the target. */
  explore(wire: ClientWire, target: string, program: string): Promise<Findings>;
}

type Speech = Pick<OfficialClient, 'lacks' | 'takes'>;

/** It begins with `initialize`. */
const OLDER: Speech = { lacks: ['stateless HTTP'], takes: 'Streamable HTTP' };
/** It asks for revision 2026-07-28 first, and initialises where that is not served. */
const BOTH: Speech = { lacks: [], takes: 'stateless HTTP' };
const NEWEST: Speech = { lacks: ['HTTP+SSE', 'Streamable HTTP'], takes: 'stateless HTTP' };

/** Those of the usual suites. */
export const OFFICIAL_CLIENTS: readonly OfficialClient[] = [
  {
    name: '@modelcontextprotocol/sdk',
    version: '1.10.0',
    variable: 'ROOKERY_TEST_TYPESCRIPT_1_10',
    ...OLDER,
    explore: (_, target) => runScenario([process.execPath, TYPESCRIPT_1_10_SCENARIO], target),
  },
  {
    name: '@modelcontextprotocol/sdk',
    version: '1.32.2',
    ...OLDER,
    async explore({ name }, target) {
      const client = new ClientV1(IDENTITY);
      await client.connect(TRANSPORTS_V1[name](target));
      return await exercise(client);
    },
  },
  { name: '@modelcontextprotocol/client', version: '2.4.0', ...OLDER, explore: exploreV2() },
  {
    name: '@modelcontextprotocol/client, versionNegotiation auto',
    version: '2.4.0',
    ...BOTH,
    explore: exploreV2({ versionNegotiation: { mode: 'auto' } }),
  },
  {
    name: '@modelcontextprotocol/client, versionNegotiation pin',
    version: '2.4.0',
    ...NEWEST,
    explore: exploreV2({ versionNegotiation: { mode: { pin: REVISION } } }),
  },
  {
    name: 'mcp (Python), ClientSession',
    version: '1.9.4',
    variable: 'ROOKERY_TEST_PYTHON_1_9',
    ...OLDER,
    explore: explorePython('session'),
  },
  {
    name: 'mcp (Python), ClientSession',
    version: '2.3.0',
    variable: 'ROOKERY_TEST_PYTHON',
    ...OLDER,
    explore: explorePython('session'),
  },
  {
    name: 'mcp (Python), Client',
    version: '2.3.0',
    variable: 'ROOKERY_TEST_PYTHON',
    ...BOTH,
    explore: explorePython('client'),
  },
  {
    name: 'go-sdk',
    version: '1.8.0',
    variable: 'ROOKERY_TEST_GO_CLIENT',
    ...BOTH,
    explore: (_, target, program) => runScenario([program], target),
  },
];

/** Those of the long suites: they take long to build. Rust's library has dropped HTTP+SSE. */
export const RUST_CLIENTS: readonly OfficialClient[] = [
  rust('rmcp', 'initialize', { ...OLDER, lacks: ['HTTP+SSE', 'stateless HTTP'] }),
  rust('rmcp, ClientLifecycleMode Auto', 'auto', { ...BOTH, lacks: ['HTTP+SSE'] }),
];

/** Every row of the table. */
export const ALL_CLIENTS: readonly OfficialClient[] = [...OFFICIAL_CLIENTS, ...RUST_CLIENTS];

function exploreV2(options?: ClientOptions): OfficialClient['explore'] {
  return async ({ name }, target) => {
    const client = new ClientV2(IDENTITY, options);
    const transport = TRANSPORTS_V2[name](target);
    try {
      await client.connect(transport);
    } catch (error) {
      await transport.close();
      throw error;
    }
    return await exercise(client);
  };
}

function explorePython(kind: 'session' | 'client'): OfficialClient['explore'] {
  return (_, target, program) => runScenario([program, PYTHON_SCENARIO, kind], target);
}

function rust(name: string, mode: string, speech: Speech): OfficialClient {
  return {
    name,
    version: '3.11.0',
    variable: 'ROOKERY_TEST_RUST_CLIENT',
    ...speech,
    explore: (_, target, program) => runScenario([program, mode], target),
  };
}
