import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { MirroredModule } from '../support/tools/mirrored-tools.js';
import { call, REVISION } from '../support/wire/stateless.js';

const ARGUMENTS = { place: { region: 'eu-1' }, limit: 7, dryRun: true };
const HEADERS = { 'mcp-param-region': 'eu-1', 'mcp-param-limit': '7', 'mcp-param-dry-run': 'true' };
const TOOLS = ['byClass', 'byZod', 'raw'];

describe('Arguments that clients of 2026-07-28 repeat in headers', () => {
  let server: RunningRookery;
  let url: string;
  let client: Client;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off' }, MirroredModule);
    url = `${server.url}/mcp`;
    client = new Client(
      { name: 'rookery-test', version: '1.0.0' },
      { versionNegotiation: { mode: { pin: REVISION } } },
    );
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    await client.listTools();
  });

  afterAll(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  });

  it.each(TOOLS)('match as the official client sends them to %s', async (name) => {
    for (const region of [
      'eu-1',
      'Zürich',
      ' padded ',
      '',
      '=?base64?eA==?=',
      '=?base64?=',
      'a\nb',
      '\uFEFFa',
    ])
      for (const others of [{}, { limit: 0, dryRun: false }, { limit: 7, dryRun: true }]) {
        const args = { place: { region }, ...others };
        const { structuredContent } = await client.callTool({ name, arguments: args });
        expect(structuredContent).toEqual(args);
      }
  });

  it.each(TOOLS)('are compared with the body of a call of %s', async (name) => {
    const { status, json } = await call(url, name, ARGUMENTS, HEADERS);
    expect([status, json]).toMatchObject([200, { result: { structuredContent: ARGUMENTS } }]);
    for (const [headers, fault] of [
      [{ ...HEADERS, 'mcp-param-region': 'us-1' }, 'Mcp-Param-Region'],
      [{ ...HEADERS, 'mcp-param-limit': '8' }, 'Mcp-Param-Limit'],
      [{ 'mcp-param-region': 'eu-1', 'mcp-param-limit': '7' }, 'Mcp-Param-Dry-Run'],
      [{ ...HEADERS, 'mcp-param-region': '=?base64?eA?=' }, 'Mcp-Param-Region'],
    ] as const) {
      const refused = await call(url, name, ARGUMENTS, headers);
      expect([refused.status, refused.json]).toMatchObject([400, { id: 7, error: { code: -32020 } }]);
      expect((refused.json as { error: { message: string } }).error.message).toContain(fault);
    }
  });

  it('may be left out where the header names an older revision, and have to match where they are there', async () => {
    const older = { 'mcp-protocol-version': '2025-11-25' };
    expect((await call(url, 'raw', ARGUMENTS, older)).status).toBe(200);
    expect((await call(url, 'raw', ARGUMENTS, { ...older, 'mcp-param-region': 'us-1' })).status).toBe(400);
  });
});
