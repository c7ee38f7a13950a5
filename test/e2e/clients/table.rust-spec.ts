import { CLIENT_WIRES } from '../../support/clients/client-wires.js';
import { describeTable } from '../../support/clients/describe-table.js';
import { RUST_CLIENTS } from '../../support/clients/official-clients.js';

// At the URL of HTTP+SSE its library speaks Streamable HTTP, which is served, and counted as a quirk.
const WIRES = CLIENT_WIRES.filter(({ name }) => name !== 'HTTP+SSE');

describeTable('as it starts', {}, WIRES, RUST_CLIENTS);
