import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { exercise, expectedFindings, firstRequests } from '../../support/clients/clients.js';
import { ServerProcess } from '../../support/servers/server-process.js';

describe('The client of @modelcontextprotocol/sdk', () => {
  it.each(['/sse', '/'])('works over SSE at %s', async (path) => {
    await using server = ServerProcess.start();
    const client = new Client({ name: 'rookery-test', version: '1.0.0' });
    await client.connect(new SSEClientTransport(new URL(path, await server.url())));
    expect(await exercise(client)).toEqual(await expectedFindings());
    expect(await firstRequests(server, 2)).toEqual(['initialize: ok', 'tools/list: ok']);
  });

  it.each(['/mcp', '/sse', '/'])('works over Streamable HTTP at %s', async (path) => {
    await using server = ServerProcess.start();
    const client = new Client({ name: 'rookery-test', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(path, await server.url())));
    expect(await exercise(client)).toEqual(await expectedFindings());
    expect(await firstRequests(server, 2)).toEqual(['initialize: ok', 'tools/list: ok']);
  });
});
