import {
  Client,
  type ClientOptions,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { STDIO_TARGET, stdioParametersOf } from '../../support/clients/client-wires.js';
import { exercise, expectedFindings, firstRequests } from '../../support/clients/clients.js';
import { ServerProcess } from '../../support/servers/server-process.js';

const AUTO: ClientOptions = { versionNegotiation: { mode: 'auto' } };
const MODES: readonly [name: string, options: ClientOptions][] = [
  ['legacy', {}],
  ['auto', AUTO],
];

async function connect(url: string, options?: ClientOptions): Promise<Client> {
  const client = new Client({ name: 'rookery-test', version: '1.0.0' }, options);
  await client.connect(new SSEClientTransport(new URL(url)));
  return client;
}

describe('The client of @modelcontextprotocol/client', () => {
  it.each(['/sse', '/'])('works over SSE at %s', async (path) => {
    await using server = ServerProcess.start();
    const client = await connect(`${await server.url()}${path}`);
    expect(await exercise(client)).toEqual(await expectedFindings());
    expect(await firstRequests(server, 2)).toEqual(['initialize: ok', 'tools/list: ok']);
  });

  it.each<[name: string, options: ClientOptions, environment: NodeJS.ProcessEnv, agreed: string]>([
    ['legacy', {}, {}, '2025-11-25'],
    ['auto', AUTO, {}, '2026-07-28'],
    ['auto where that revision is not served', AUTO, { WIRES: 'streamable-http' }, '2025-11-25'],
  ])('works at /mcp, mode %s', async (_, options, environment, agreed) => {
    await using server = ServerProcess.start(environment);
    const client = new Client({ name: 'rookery-test', version: '1.0.0' }, options);
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', await server.url())));
    const version = client.getNegotiatedProtocolVersion();
    expect(await exercise(client)).toEqual(await expectedFindings());
    expect(version).toBe(agreed);
  });

  it.each(MODES)('agrees over stdio on the newest revision, mode %s', async (mode, options) => {
    const client = new Client({ name: 'rookery-test', version: '1.0.0' }, options);
    await client.connect(new StdioClientTransport(stdioParametersOf(STDIO_TARGET)));
    const version = client.getNegotiatedProtocolVersion();
    await client.close();
    expect(version).toBe(mode === 'auto' ? '2026-07-28' : '2025-11-25');
  });

  it('is told on the stream that there is no server/discover, and initializes', async () => {
    await using server = ServerProcess.start();
    const client = await connect(`${await server.url()}/sse`, AUTO);
    const version = client.getNegotiatedProtocolVersion();
    expect(await exercise(client)).toEqual(await expectedFindings());
    expect(version).toBe('2025-11-25');
    expect(await firstRequests(server, 2)).toEqual(['server/discover: error', 'initialize: ok']);
  });
});
