import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describeWith } from '../../support/available.js';
import { exercise, expectedFindings, firstRequests, temporaryHome } from '../../support/clients/clients.js';
import { ServerProcess } from '../../support/servers/server-process.js';

describeWith('ROOKERY_TEST_MCP_REMOTE', 'mcp-remote', (mcpRemote) => {
  it.each([
    ['/sse', ['--transport', 'sse-only']],
    ['/', ['--transport', 'sse-only']],
    ['/mcp', []],
    ['/sse', []],
  ])('carries stdio to %s with %j', async (path, transport) => {
    await using home = await temporaryHome();
    await using server = ServerProcess.start();
    const url = `${await server.url()}${path}`;
    const client = new Client({ name: 'rookery-test', version: '1.0.0' });
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [mcpRemote, url, ...transport, '--allow-http'],
        env: { PATH: process.env['PATH']!, HOME: home.path },
        stderr: 'ignore',
      }),
    );
    expect(await exercise(client)).toEqual(await expectedFindings());
    // Without --transport it tries the URL with a client of its own first.
    const tried = transport.length > 0 ? [] : ['initialize: ok'];
    expect(await firstRequests(server, tried.length + 2)).toEqual([
      ...tried,
      'initialize: ok',
      'tools/list: ok',
    ]);
  });
});
