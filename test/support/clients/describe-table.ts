import { counted, countQuirks } from '../wire/quirky-client.js';
import type { ClientWire } from './client-wires.js';
import { describeClients } from './describe-clients.js';
import { OFFICIAL_CLIENTS, type OfficialClient } from './official-clients.js';
import { startTableServer, TableServers } from './table-servers.js';

/** Has each client do the scenario with a server in a mode, over the wires that it is a mode of. */
export function describeTable(
  mode: string,
  environment: NodeJS.ProcessEnv,
  wires: readonly ClientWire[],
  clients: readonly OfficialClient[] = OFFICIAL_CLIENTS,
): void {
  describe(`With a server ${mode}, each official client`, () => {
    const servers = new TableServers((wiresServed) => startTableServer({ ...environment, ...wiresServed }));
    afterAll(() => servers[Symbol.asyncDispose]());

    describeClients(clients, () => servers, wires);

    it('sends what its revision asks for, but for a Content-Type that Python puts on its GET', async () => {
      const isPythonHere = clients.some(
        ({ name, variable }) => name.includes('Python') && process.env[variable!] !== undefined,
      );
      const hasStreams = environment['STREAMABLE_SESSIONS'] !== 'off';
      const expected = isPythonHere && hasStreams ? [counted('content-type-on-get', 'mcp')] : [];
      const running = await servers.running();
      const quirks = await Promise.all(running.map(({ url }) => countQuirks(url)));
      expect([...new Set(quirks.flatMap((found) => [...found.keys()]))]).toEqual(expected);
    });
  });
}
