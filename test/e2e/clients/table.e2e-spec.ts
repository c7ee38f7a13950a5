import { CLIENT_WIRES } from '../../support/clients/client-wires.js';
import { describeTable } from '../../support/clients/describe-table.js';

describeTable('as it starts', {}, CLIENT_WIRES);
