import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describeWith } from '../../support/available.js';
import { run } from '../../support/clients/clients.js';
import { Nginx } from '../../support/deploy/nginx.js';
import { type RunningRookery, startRookery } from '../../support/servers/rookery.js';
import { ROOT } from '../../support/servers/server-process.js';
import { placedModule } from '../../support/tools/placed-tools.js';
import { type Answer, callTool, post } from '../../support/wire/http.js';
import { call, REVISION } from '../../support/wire/stateless.js';

const BACKENDS = ['rookery', 'rookery-reports', 'rookery-eu'] as const;
const REPORT_IN_BASE64 = '=?base64?cmVuZGVyX3JlcG9ydA==?=';
const ORDERS_IN_BASE64 = '=?base64?cXVlcnlfb3JkZXJz?=';
const LIMITED = {
  jsonrpc: '2.0',
  id: null,
  error: { code: 429, message: expect.any(String), data: { reason: 'rate-limited', retryAfterSeconds: 6 } },
};

/** A client of Python that calls a tool until it is refused, and prints what it gets then. */
const PYTHON = `
import asyncio, json, sys
from mcp import Client

async def main():
    async with Client(sys.argv[1]) as client:
        for _ in range(30):
            try:
                await client.call_tool('render_report', {})
            except Exception as error:
                print(json.dumps([error.error.code, error.error.data]))
                return

asyncio.run(main())
`;

/** Where an answer says that the call ran. */
function placeIn({ status, json }: Answer): unknown {
  const { result, error } = json as { result?: { content: [{ text: string }] }; error?: { code: number } };
  return status === 200 ? result?.content[0].text : [status, error?.code];
}

describeWith('ROOKERY_TEST_NGINX', 'deploy/nginx-by-tool.conf', (program) => {
  const servers: RunningRookery[] = [];
  let config = readFileSync(join(ROOT, 'deploy/nginx-by-tool.conf'), 'utf8');
  let nginx: Nginx;
  let url: string;

  beforeAll(async () => {
    for (const place of BACKENDS) {
      const server = await startRookery({ RATE_LIMIT: 'off', TRUST_PROXY: '1' }, placedModule(place));
      servers.push(server);
      config = config.replace(`server ${place}:8000`, `server ${new URL(server.url).host}`);
    }
  });

  beforeEach(async () => {
    nginx = await Nginx.start(program, config);
    url = `${nginx.url}/mcp`;
  });

  afterEach(() => nginx[Symbol.asyncDispose]());

  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
  });

  const connect = async (options?: ClientOptions): Promise<Client> => {
    const client = new Client({ name: 'test', version: '1' }, options);
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    return client;
  };

  it('sends calls of a tool to its backend, and of another to that of its region', async () => {
    const client = await connect({ versionNegotiation: { mode: { pin: REVISION } } });
    await client.listTools();
    const placeOf = async (name: string, args: Record<string, unknown> = {}): Promise<string> => {
      const { content } = await client.callTool({ name, arguments: args });
      return (content as { text: string }[])[0]!.text;
    };
    expect(await placeOf('render_report')).toBe('rookery-reports');
    expect(await placeOf('query_orders', { region: 'eu' })).toBe('rookery-eu');
    for (const args of [{}, { region: 'us' }, { region: 'EU' }, { region: 'eu-1' }])
      expect(await placeOf('query_orders', args)).toBe('rookery');
    expect(await placeOf('other')).toBe('rookery');
    await client.close();
  });

  it.each<[name: string, args: object, headers: Record<string, string>, place: string]>([
    ['render_report', {}, { 'mcp-name': REPORT_IN_BASE64 }, 'rookery-reports'],
    ['query_orders', { region: 'eu' }, { 'mcp-param-region': '=?base64?ZXU=?=' }, 'rookery-eu'],
    [
      'query_orders',
      { region: 'eu' },
      { 'mcp-name': ORDERS_IN_BASE64, 'mcp-param-region': 'eu' },
      'rookery-eu',
    ],
    ['other', {}, { 'mcp-name': '=?base64?b3RoZXI=?=' }, 'rookery'],
  ])('knows the base64 of a name: %s with %j and %j', async (name, args, headers, place) => {
    expect(placeIn(await call(url, name, args, headers))).toBe(place);
  });

  it.each<[name: string, args: object, headers: Record<string, string>]>([
    ['other', {}, { 'mcp-name': 'render_report' }],
    ['render_report', {}, { 'mcp-name': 'other' }],
    ['render_report', {}, { 'mcp-name': 'Render_Report' }],
    ['render_report', {}, { 'mcp-method': 'tools/list' }],
    ['query_orders', { region: 'us' }, { 'mcp-param-region': 'eu' }],
    ['query_orders', { region: 'eu' }, {}],
  ])(
    'has a server refuse a call whose headers say something else: %s with %j and %j',
    async (name, args, headers) => {
      expect(placeIn(await call(url, name, args, headers))).toEqual([400, -32_020]);
    },
  );

  it('sends older revisions to the default backend, whatever they call and however often: it guards nothing', async () => {
    const client = await connect();
    for (let count = 0; count < 10; count++) {
      const { content } = await client.callTool({ name: 'render_report', arguments: {} });
      expect(content).toEqual([{ type: 'text', text: 'rookery' }]);
    }
    await client.close();
    const posted = await post(`${nginx.url}/message`, callTool(1, 'render_report', {}));
    expect(placeIn(posted)).toBe('rookery');
  });

  it('bounds how often an address calls one tool, in either form of its name, and no other', async () => {
    let answer = await call(url, 'render_report');
    let ran = 0;
    for (; answer.status === 200 && ran < 30; ran++) answer = await call(url, 'render_report');
    expect(ran).toBeGreaterThanOrEqual(6);
    expect([answer.status, answer.json]).toEqual([429, LIMITED]);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'retry-after': '6' });
    const encoded = await call(url, 'render_report', {}, { 'mcp-name': REPORT_IN_BASE64 });
    expect([encoded.status, encoded.json]).toEqual([429, LIMITED]);
    expect(placeIn(await call(url, 'other'))).toBe('rookery');
  });

  it('says so as the server itself does', async () => {
    await using server = await startRookery({ TOOL_RATE_LIMIT: '1/minute' }, placedModule('limited'));
    await call(`${server.url}/mcp`, 'render_report');
    const { status, json, headers } = await call(`${server.url}/mcp`, 'render_report');
    expect([status, json]).toMatchObject([429, { error: { code: 429, data: { reason: 'rate-limited' } } }]);
    expect(headers['content-type']).toMatch(/^application\/json/);
  });

  it('is read by the official client of TypeScript', async () => {
    const client = await connect({ versionNegotiation: { mode: { pin: REVISION } } });
    const calls = Array.from({ length: 20 }, () => client.callTool({ name: 'render_report', arguments: {} }));
    const refused = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected');
    const { data } = (refused[0] as PromiseRejectedResult).reason as {
      data: { status: number; text: string };
    };
    expect([data.status, JSON.parse(data.text)]).toEqual([429, LIMITED]);
    await client.close();
  });

  describeWith('ROOKERY_TEST_PYTHON', 'What it says', (python) => {
    it('is read by the official client of Python', async () => {
      const { stdout } = await run(python, ['-c', PYTHON, url]);
      expect(JSON.parse(stdout)).toEqual([429, LIMITED.error.data]);
    });
  });
});
