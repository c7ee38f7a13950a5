import { describeWith } from '../../support/available.js';
import { HTTP_WIRES } from '../../support/clients/client-wires.js';
import { describeClients } from '../../support/clients/describe-clients.js';
import { PROXIES, type RunningProxy } from '../../support/deploy/proxy-server.js';
import { ServerProcess } from '../../support/servers/server-process.js';

const PUBLIC = { AUTH: 'none', PUBLIC_URL: 'http://mcp.example.com', TRUST_PROXY: '1', RATE_LIMIT: 'off' };

describe.each(PROXIES.filter(({ name }) => name !== 'Caddy').map((kind) => [kind.file, kind] as const))(
  'Behind %s, each official client',
  (_file, kind) => {
    describeWith(kind.variable, 'in front of one replica', (program) => {
      let server: ServerProcess;
      let proxy: RunningProxy;

      beforeAll(async () => {
        server = ServerProcess.start(PUBLIC);
        proxy = await kind.start(program, kind.config([Number(new URL(await server.url()).port)]));
      });
      afterAll(async () => {
        await proxy[Symbol.asyncDispose]();
        await server[Symbol.asyncDispose]();
      });

      describeClients(() => proxy.url, HTTP_WIRES);
    });
  },
);
