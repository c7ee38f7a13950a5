import { describeWith } from '../available.js';
import type { ServerProcess } from '../servers/server-process.js';
import type { ClientWire } from './client-wires.js';
import { expectedFindings } from './clients.js';
import type { OfficialClient } from './official-clients.js';
import type { TableServers } from './table-servers.js';

/** Has each client do the scenario over each of the wires, or shows that it does not speak one. */
export function describeClients(
  clients: readonly OfficialClient[],
  servers: () => TableServers,
  wires: readonly ClientWire[],
): void {
  for (const client of clients) {
    const { name, version, variable } = client;
    const describeWires = (program: string): void => {
      const rows = wires.map((wire) => [isSpoken(client, wire), wire] as const);
      it.each(rows)('%s', async (_, wire) => {
        const server = await servers().serverFor(client, wire);
        const before = callsOf(server.process).length;
        const exploring = client.explore(wire, wire.targetAt(server.url), program);
        if (client.lacks.includes(wire.name)) await expectNoCall(exploring, wire, server.process);
        else await expectCalls(exploring, wire, server.process, before);
      });
    };
    if (variable === undefined) describe(`${name} ${version}`, () => describeWires(''));
    else describeWith(variable, `${name} ${version}`, describeWires);
  }
}

function isSpoken({ lacks }: OfficialClient, { name }: ClientWire): string {
  return lacks.includes(name) ? `does not speak ${name}` : `does the scenario over ${name}`;
}

async function expectCalls(
  exploring: ReturnType<OfficialClient['explore']>,
  { option }: ClientWire,
  server: ServerProcess,
  before: number,
): Promise<void> {
  expect(await exploring).toEqual(await expectedFindings());
  if (option === undefined) return;
  await server.waitForLog(() => callsOf(server).length >= before + CALLS);
  expect([...new Set(callsOf(server).slice(before))]).toEqual([option]);
}

/** Either there is no connection, or it is one of another wire. */
async function expectNoCall(
  exploring: ReturnType<OfficialClient['explore']>,
  { option }: ClientWire,
  server: ServerProcess,
): Promise<void> {
  const before = callsOf(server).filter((wire) => wire === option).length;
  const findings = await exploring.catch((error: unknown) => error);
  if (!(findings instanceof Error)) expect(findings).toEqual(await expectedFindings());
  expect(callsOf(server).filter((wire) => wire === option)).toHaveLength(before);
}

/** Of the scenario. */
const CALLS = 5;

/** The wire of each call of a tool so far. */
function callsOf({ log }: ServerProcess): unknown[] {
  return log.filter(({ method }) => method === 'tools/call').map(({ wire }) => wire);
}
