import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describeWith } from '../../support/available.js';
import { PROXIES } from '../../support/deploy/proxy-server.js';
import { startRookery } from '../../support/servers/rookery.js';
import { MirroredModule } from '../../support/tools/mirrored-tools.js';
import { REVISION } from '../../support/wire/stateless.js';

describe.each(PROXIES.map((kind) => [kind.file, kind] as const))('%s', (_, kind) => {
  describeWith(kind.variable, 'in front of a replica', (program) => {
    it('passes the headers of revision 2026-07-28 on, without which the server refuses a call', async () => {
      await using server = await startRookery({ TRUST_PROXY: '1' }, MirroredModule);
      await using proxy = await kind.start(program, kind.config([Number(new URL(server.url).port)]));
      const client = new Client(
        { name: 'test', version: '1' },
        { versionNegotiation: { mode: { pin: REVISION } } },
      );
      await client.connect(new StreamableHTTPClientTransport(new URL(`${proxy.url}/mcp`)));
      await client.listTools();
      for (const region of ['eu-1', 'Zürich', 'x'.repeat(4000)]) {
        const args = { place: { region }, limit: 7, dryRun: true };
        const { structuredContent } = await client.callTool({ name: 'byZod', arguments: args });
        expect(structuredContent).toEqual(args);
      }
      await client.close();
    });
  });
});
