import { describeWith } from '../../support/available.js';
import { HTTP_WIRES } from '../../support/clients/client-wires.js';
import { describeClients } from '../../support/clients/describe-clients.js';
import { ALL_CLIENTS } from '../../support/clients/official-clients.js';
import { startTableServer, type TableServer, TableServers } from '../../support/clients/table-servers.js';
import { type ProxyKind, PROXIES } from '../../support/deploy/proxy-server.js';

const PUBLIC = { AUTH: 'none', PUBLIC_URL: 'http://mcp.example.com', TRUST_PROXY: '1' };

async function startProxied(
  kind: ProxyKind,
  program: string,
  environment: NodeJS.ProcessEnv,
): Promise<TableServer> {
  const server = await startTableServer({ ...PUBLIC, ...environment });
  const proxy = await kind.start(program, kind.config([Number(new URL(server.url).port)]));
  return {
    url: proxy.url,
    process: server.process,
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

describe.each(PROXIES.filter(({ name }) => name !== 'Caddy').map((kind) => [kind.file, kind] as const))(
  'Behind %s, each official client',
  (_file, kind) => {
    describeWith(kind.variable, 'in front of one replica', (program) => {
      const servers = new TableServers((environment) => startProxied(kind, program, environment));
      afterAll(() => servers[Symbol.asyncDispose]());

      describeClients(ALL_CLIENTS, () => servers, HTTP_WIRES);
    });
  },
);
