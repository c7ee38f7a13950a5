import { CLIENT_WIRES } from '../../support/clients/client-wires.js';
import { describeTable } from '../../support/clients/describe-table.js';

const STREAMABLE = CLIENT_WIRES.filter(({ name }) => name === 'Streamable HTTP');

describe.each<[mode: string, environment: NodeJS.ProcessEnv]>([
  ['whose POSTs are answered with JSON alone', { RESPONSE_MODE: 'json' }],
  ['whose POSTs are answered with streams alone', { RESPONSE_MODE: 'sse' }],
  ['without sessions', { STREAMABLE_SESSIONS: 'off' }],
  ['without sessions, and with JSON alone', { STREAMABLE_SESSIONS: 'off', RESPONSE_MODE: 'json' }],
])('Streamable HTTP', (mode, environment) => {
  describeTable(mode, environment, STREAMABLE);
});
