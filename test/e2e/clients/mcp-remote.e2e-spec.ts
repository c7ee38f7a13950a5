import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describeWith } from '../../support/available.js';
import { exercise, expectedFindings, firstRequests, temporaryHome } from '../../support/clients/clients.js';
import { ServerProcess } from '../../support/servers/server-process.js';

describeWith('ROOKERY_TEST_MCP_REMOTE', 'mcp-remote', (mcpRemote) => {
  it.each(['/sse', '/'])('carries stdio over SSE to %s', async (path) => {
    await using home = await temporaryHome();
    await using server = ServerProcess.start();
    const url = `${await server.url()}${path}`;
    const client = new Client({ name: 'rookery-test', version: '1.0.0' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [mcpRemote, url, '--transport', 'sse-only', '--allow-http'],
        env: { PATH: process.env['PATH']!, HOME: home.path },
        stderr: 'ignore',
      }),
    );
    expect(await exercise(client)).toEqual(await expectedFindings());
    expect(await firstRequests(server, 2)).toEqual(['initialize: ok', 'tools/list: ok']);
  });
});
