import {
  Client as ClientV2,
  SSEClientTransport as SseV2,
  StreamableHTTPClientTransport as StreamableV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as SseV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as StreamableV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { exercise, expectedFindings } from '../support/clients/clients.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { type Answer, post, rpc, send } from '../support/wire/http.js';

const IDENTITY = { name: 'rookery-test', version: '1.0.0' };
const STREAM = { headers: { accept: 'text/event-stream' } };
const BOTH = { accept: 'application/json, text/event-stream' };
const OPENING = rpc(1, 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: IDENTITY,
});

/** What a client of either official SDK does: the first transport that connects is the one it keeps. */
const CLIENTS = [
  [
    '@modelcontextprotocol/sdk',
    () => new ClientV1(IDENTITY),
    { sse: (url: URL) => new SseV1(url), streamable: (url: URL) => new StreamableV1(url) },
  ],
  [
    '@modelcontextprotocol/client',
    () => new ClientV2(IDENTITY),
    { sse: (url: URL) => new SseV2(url), streamable: (url: URL) => new StreamableV2(url) },
  ],
] as const;

interface AnyClient {
  connect(transport: unknown): Promise<void>;
}

function messageOf({ json }: Answer): string {
  const { error } = json as { error: { code: number; message: string } };
  expect(error.code).toBe(-32_000);
  return error.message;
}

const wantsStream = (url: string): Promise<Answer> => send(url, STREAM);
const wantsSession = (url: string): Promise<Answer> => post(url, OPENING, BOTH);

describe.each([
  ['', {}, ''],
  [' behind a prefix that the proxy keeps', { PATH_PREFIX: '/api' }, '/api'],
])('A server of every wire%s', (_, environment, prefix) => {
  let server: RunningRookery;
  beforeAll(async () => {
    server = await startRookery(environment);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('names the URL of HTTP+SSE to a client of it that was given that of Streamable HTTP', async () => {
    const answer = await wantsStream(`${server.url}${prefix}/mcp`);
    expect([answer.status, answer.headers.allow, messageOf(answer)]).toEqual([
      405,
      'POST',
      `This is the URL of Streamable HTTP: POST initialize here first. The stream of HTTP+SSE is at ${prefix}/sse`,
    ]);
  });

  it('opens a session of Streamable HTTP at the URL of HTTP+SSE, with a stream', async () => {
    const url = `${server.url}${prefix}/sse`;
    const opened = await wantsSession(url);
    expect(opened.status).toBe(200);
    const session = { ...BOTH, 'mcp-session-id': opened.headers['mcp-session-id'] as string };
    expect((await post(url, rpc(2, 'ping'), session)).json).toEqual({ jsonrpc: '2.0', id: 2, result: {} });
    expect((await send(url, { method: 'DELETE', headers: session })).status).toBe(200);
  });
});

describe('A server behind a proxy that strips a path', () => {
  it('names URLs with it', async () => {
    await using server = await startRookery({ AUTH: 'none', PUBLIC_URL: 'https://example.com/tools' });
    expect(messageOf(await wantsStream(`${server.url}/mcp`))).toMatch(/HTTP\+SSE is at \/tools\/sse$/);
  });
});

describe('A server of HTTP+SSE alone', () => {
  let server: RunningRookery;
  beforeAll(async () => {
    server = await startRookery({ WIRES: 'http-sse' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each<[string, number, string | undefined]>([
    ['/mcp', 404, undefined],
    ['/sse', 405, 'GET, HEAD'],
    ['/', 405, 'GET, HEAD'],
  ])('names its URL to a client of Streamable HTTP at %s', async (path, status, allow) => {
    const answer = await wantsSession(server.url + path);
    expect([answer.status, answer.headers.allow, messageOf(answer)]).toEqual([
      status,
      allow,
      'Streamable HTTP is not served: use HTTP+SSE, whose stream is at /sse',
    ]);
  });

  it.each(['/sse', '/'])('names it to a client that ends a session at %s', async (path) => {
    const answer = await send(server.url + path, { method: 'DELETE', headers: { 'mcp-session-id': 'any' } });
    expect([answer.status, answer.headers.allow, messageOf(answer)]).toEqual([
      405,
      'GET, HEAD',
      'Streamable HTTP is not served: use HTTP+SSE, whose stream is at /sse',
    ]);
  });

  it('names it to a client that wants a stream at /mcp', async () => {
    const answer = await wantsStream(`${server.url}/mcp`);
    expect([answer.status, messageOf(answer)]).toEqual([
      404,
      'Streamable HTTP is not served: use HTTP+SSE, whose stream is at /sse',
    ]);
  });

  it.each(CLIENTS)('is where the fallback of %s arrives', async (_, newClient, transports) => {
    const url = new URL('/sse', server.url);
    const first = newClient() as unknown as AnyClient;
    await expect(first.connect(transports.streamable(url))).rejects.toThrow('use HTTP+SSE');
    const client = newClient();
    await (client as unknown as AnyClient).connect(transports.sse(url));
    expect(await exercise(client)).toEqual(await expectedFindings());
  });
});

describe('A server of Streamable HTTP alone', () => {
  let server: RunningRookery;
  beforeAll(async () => {
    server = await startRookery({ WIRES: 'streamable-http' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each<[string, number, string | undefined, string]>([
    [
      '/sse',
      405,
      'POST, DELETE',
      'HTTP+SSE is not served: use Streamable HTTP, and POST initialize to /mcp first',
    ],
    ['/', 404, undefined, 'HTTP+SSE is not served: use Streamable HTTP, and POST initialize to /mcp first'],
    [
      '/mcp',
      405,
      'POST',
      'This is the URL of Streamable HTTP: POST initialize here first. HTTP+SSE is not served',
    ],
  ])('names its URL to a client of HTTP+SSE at %s', async (path, status, allow, message) => {
    const answer = await wantsStream(server.url + path);
    expect([answer.status, answer.headers.allow, messageOf(answer)]).toEqual([status, allow, message]);
  });

  it.each(['/message', '/messages', '/message?sessionId=any'])(
    'names its URL to a client that posts to %s',
    async (path) => {
      const answer = await post(server.url + path, rpc(1, 'ping'));
      expect([answer.status, messageOf(answer)]).toEqual([
        404,
        'HTTP+SSE is not served: use Streamable HTTP, and POST initialize to /mcp first',
      ]);
    },
  );

  it.each(CLIENTS)('serves %s at the URL of HTTP+SSE', async (_, newClient, transports) => {
    const client = newClient();
    await (client as unknown as AnyClient).connect(transports.streamable(new URL('/sse', server.url)));
    expect(await exercise(client)).toEqual(await expectedFindings());
  });
});

describe('A server of Streamable HTTP without sessions', () => {
  it.each<[string, string[]]>([
    ['all', ['POST', 'GET, HEAD, POST', 'GET, HEAD, POST']],
    ['streamable-http', ['POST', 'POST', 'GET, HEAD, POST']],
  ])('allows what its URLs have, with WIRES=%s', async (wires, allowed) => {
    const environment = { STREAMABLE_SESSIONS: 'off', ...(wires !== 'all' && { WIRES: wires }) };
    await using server = await startRookery(environment);
    for (const method of ['PUT', 'DELETE']) {
      const answers = await Promise.all(
        ['/mcp', '/sse', '/'].map((path) => send(server.url + path, { method })),
      );
      expect(answers.map(({ status }) => status)).toEqual([405, 405, 405]);
      expect(answers.map(({ headers }) => headers.allow)).toEqual(allowed);
    }
  });
});

describe('A client of HTTP+SSE', () => {
  it.each(CLIENTS)(
    'of %s sees at once that the URL of Streamable HTTP is another',
    async (_, newClient, transports) => {
      await using server = await startRookery();
      const client = newClient() as unknown as AnyClient;
      await expect(client.connect(transports.sse(new URL('/mcp', server.url)))).rejects.toThrow('405');
    },
  );
});

describe('A server of POSTs without a session alone', () => {
  let server: RunningRookery;
  beforeAll(async () => {
    server = await startRookery({ WIRES: 'sessionless-post' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each<[string, number, string | undefined, string]>([
    ['/mcp', 404, undefined, 'Streamable HTTP'],
    ['/sse', 404, undefined, 'HTTP+SSE'],
    ['/', 405, 'GET, HEAD', 'Streamable HTTP'],
  ])('names its URL to a client of Streamable HTTP at %s', async (path, status, allow, wire) => {
    const answer = await wantsSession(server.url + path);
    expect([answer.status, answer.headers.allow, messageOf(answer)]).toEqual([
      status,
      allow,
      `${wire} is not served: POST messages without a session to /message`,
    ]);
  });

  it.each([
    ['/mcp', 'Streamable HTTP'],
    ['/sse', 'HTTP+SSE'],
    ['/', 'HTTP+SSE'],
  ])('names it to a client that wants a stream at %s', async (path, wire) => {
    const answer = await wantsStream(server.url + path);
    expect([answer.status, messageOf(answer)]).toEqual([
      404,
      `${wire} is not served: POST messages without a session to /message`,
    ]);
  });

  it('serves its own', async () => {
    expect((await post(`${server.url}/message`, rpc(1, 'ping'))).status).toBe(200);
  });
});

describe('WIRES', () => {
  it('stops the start where it has a name that no wire has', async () => {
    await expect(startRookery({ WIRES: 'http-sse,websocket' })).rejects.toThrow(
      'WIRES must be a list of http-sse, sessionless-post, streamable-http, but is "http-sse,websocket"',
    );
  });
});
