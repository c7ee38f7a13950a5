import { CLIENT_WIRES } from '../../support/clients/client-wires.js';
import { describeClients } from '../../support/clients/describe-clients.js';
import { OFFICIAL_CLIENTS } from '../../support/clients/official-clients.js';
import { ServerProcess } from '../../support/servers/server-process.js';
import { counted, countQuirks } from '../../support/wire/quirky-client.js';

const STREAMABLE = CLIENT_WIRES.filter(({ name }) => name === 'Streamable HTTP');

/** Modes that clients see, with the wires that they are modes of. */
const MODES: readonly [name: string, environment: NodeJS.ProcessEnv, wires: typeof CLIENT_WIRES][] = [
  ['as it starts', {}, CLIENT_WIRES],
  ['whose POSTs are answered with JSON alone', { RESPONSE_MODE: 'json' }, STREAMABLE],
  ['whose POSTs are answered with streams alone', { RESPONSE_MODE: 'sse' }, STREAMABLE],
  ['without sessions', { STREAMABLE_SESSIONS: 'off' }, STREAMABLE],
  [
    'without sessions, and with JSON alone',
    { STREAMABLE_SESSIONS: 'off', RESPONSE_MODE: 'json' },
    STREAMABLE,
  ],
];

describe.each(MODES)('With a server %s, each official client', (_name, environment, wires) => {
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
