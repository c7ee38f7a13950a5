import { CLIENT_WIRES, type ClientWire } from '../../support/clients/client-wires.js';
import { describeTable } from '../../support/clients/describe-table.js';
import { ALL_CLIENTS } from '../../support/clients/official-clients.js';

const wiresOf = (...names: ClientWire['name'][]): ClientWire[] =>
  CLIENT_WIRES.filter(({ name }) => names.includes(name));

const AT_MCP = wiresOf('Streamable HTTP', 'stateless HTTP');
const STREAMABLE = wiresOf('Streamable HTTP');

describe.each<[mode: string, environment: NodeJS.ProcessEnv, wires: readonly ClientWire[]]>([
  ['whose POSTs are answered with JSON alone', { RESPONSE_MODE: 'json' }, AT_MCP],
  ['whose POSTs are answered with streams alone', { RESPONSE_MODE: 'sse' }, AT_MCP],
  ['without sessions', { STREAMABLE_SESSIONS: 'off' }, STREAMABLE],
  [
    'without sessions, and with JSON alone',
    { STREAMABLE_SESSIONS: 'off', RESPONSE_MODE: 'json' },
    STREAMABLE,
  ],
])('At /mcp', (mode, environment, wires) => {
  describeTable(mode, environment, wires, ALL_CLIENTS);
});
