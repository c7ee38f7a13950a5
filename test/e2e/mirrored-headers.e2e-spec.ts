import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Test } from '@nestjs/testing';
import { McpModule, ToolRegistry } from '../../src/index.js';
import type { Params, RequestMessage } from '../../src/protocol/index.js';
import { checkMirroredHeaders } from '../../src/transport/stateless-http/header-check/index.js';
import { MirroredModule } from '../support/tools/mirrored-tools.js';

const REVISION = '2026-07-28';
const LISTED = { resultType: 'complete', ttlMs: 60_000, cacheScope: 'public' };

/** What the check says of the requests that came, by their methods. */
type Verdicts = [method: string, fault: string | undefined][];

/** Answers 2026-07-28 with the tools of a registry, and keeps what the check says of each request. */
function serve(registry: ToolRegistry, verdicts: Verdicts): Server {
  const results: Record<string, (params: Params) => object> = {
    'server/discover': () => ({ ...LISTED, supportedVersions: [REVISION], capabilities: { tools: {} } }),
    'tools/list': () => ({ ...LISTED, tools: registry.list().map(({ definition }) => definition) }),
    'tools/call': (params) => ({
      resultType: 'complete',
      content: [],
      structuredContent: params['arguments'],
    }),
  };
  const judge = async (request: IncomingMessage): Promise<object> => {
    const { id, method, params } = (await json(request)) as RequestMessage;
    const tool = method === 'tools/call' ? registry.findByName(String(params['name'])) : undefined;
    const message = { kind: 'request', id, method, params } as const;
    const options = { absent: 'reject' } as const;
    const parameters = tool?.headerParameters ?? [];
    verdicts.push([method, checkMirroredHeaders(request.headersDistinct, message, parameters, options)]);
    return { jsonrpc: '2.0', id, result: results[method]!(params) };
  };
  return createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    void judge(request).then((answer) => response.end(JSON.stringify(answer)));
  });
}

describe('The headers that the official client sends by 2026-07-28', () => {
  const verdicts: Verdicts = [];
  let server: Server;
  let client: Client;

  beforeAll(async () => {
    const app = await Test.createTestingModule({ imports: [McpModule.forRoot(), MirroredModule] }).compile();
    await app.init();
    server = serve(app.get(ToolRegistry, { strict: false }), verdicts);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new Client(
      { name: 'rookery-test', version: '1.0.0' },
      { versionNegotiation: { mode: { pin: REVISION } } },
    );
    await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`)));
    await client.listTools();
  });

  afterAll(async () => {
    await client.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('match what it asks first', () => {
    expect(verdicts).toEqual([
      ['server/discover', undefined],
      ['tools/list', undefined],
    ]);
  });

  it.each(['byClass', 'byZod', 'raw'])('match each call of %s', async (name) => {
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
      for (const others of [{}, { limit: 0, dryRun: false }, { limit: -7, dryRun: true }]) {
        verdicts.length = 0;
        const args = { place: { region }, ...others };
        const { structuredContent } = await client.callTool({ name, arguments: args });
        expect(structuredContent).toEqual(args);
        expect(verdicts).toEqual([['tools/call', undefined]]);
      }
  });
});
