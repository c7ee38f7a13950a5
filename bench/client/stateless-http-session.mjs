import { CLIENT } from './session.mjs';
import { StreamableHttpSession } from './streamable-http-session.mjs';

const REVISION = '2026-07-28';

const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientInfo': CLIENT,
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** No session at all: each message says who sends it, and its headers say once more what it asks for. */
export class StatelessHttpSession extends StreamableHttpSession {
  /** @param {import('./target.mjs').Target} target */
  constructor(target) {
    super(target);
    this.paramsBegin = `"_meta":${JSON.stringify(META)},`;
  }

  /** Asks what there is, as clients do first. Behind it come calls of `echo` alone. */
  async initialize(connection) {
    this.head = this.postHead(mirrored('server/discover'));
    await this.request(connection, 'server/discover', { _meta: META });
    this.head = this.postHead([...mirrored('tools/call'), 'mcp-name: echo']);
  }
}

function mirrored(method) {
  return [`mcp-protocol-version: ${REVISION}`, `mcp-method: ${method}`];
}
