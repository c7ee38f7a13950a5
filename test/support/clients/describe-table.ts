import { ServerProcess } from '../servers/server-process.js';
import { counted, countQuirks } from '../wire/quirky-client.js';
import type { ClientWire } from './client-wires.js';
import { describeClients } from './describe-clients.js';
import { OFFICIAL_CLIENTS } from './official-clients.js';

/** Has each official client do the scenario with a server in a mode, over the wires that it is a mode of. */
export function describeTable(
  mode: string,
  environment: NodeJS.ProcessEnv,
  wires: readonly ClientWire[],
): void {
  describe(`With a server ${mode}, each official client`, () => {
    let server: ServerProcess;
    let url: string;

    beforeAll(async () => {
      server = ServerProcess.start({ RATE_LIMIT: 'off', ...environment });
      url = await server.url();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    describeClients(() => url, wires);

    it('sends what its revision asks for, but for a Content-Type that Python puts on its GET', async () => {
      const isPythonHere = OFFICIAL_CLIENTS.some(
        ({ name, variable }) => name.includes('Python') && process.env[variable!] !== undefined,
      );
      const hasStreams = environment['STREAMABLE_SESSIONS'] !== 'off';
      const expected = isPythonHere && hasStreams ? [counted('content-type-on-get', 'mcp')] : [];
      expect([...(await countQuirks(url)).keys()]).toEqual(expected);
    });
  });
}
