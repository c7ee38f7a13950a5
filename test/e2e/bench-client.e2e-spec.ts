import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ROOT } from '../support/servers/server-process.js';

interface Target {
  readonly host: string;
  readonly port: number;
  readonly wire: 'http-sse' | 'streamable-http';
  readonly headers: readonly string[];
}

interface Session {
  call(connection: object): Promise<number>;
  close(): void;
}

/** What of the load client, which is plain JavaScript, is used here. */
interface LoadClient {
  readonly ResponseParser: new (events: object) => { push(bytes: Buffer): void };
  readonly SseParser: new (onEvent: (type: string, data: string) => void) => { push(bytes: Buffer): void };
  readonly PostConnection: new (target: Target) => { close(): void };
  openSession(target: Target, connection: object): Promise<Session>;
}

async function loadClient(): Promise<LoadClient> {
  const files = ['response-parser', 'sse-parser', 'post-connection', 'open-session'];
  const modules = await Promise.all(
    files.map((file) => import(join(ROOT, 'bench', 'client', `${file}.mjs`)) as Promise<object>),
  );
  return Object.assign({}, ...modules) as LoadClient;
}

type Answer = (id: number, text: string) => readonly object[];

/** How a response says its messages. */
type Write = (response: ServerResponse, messages: readonly string[]) => void;

/** A server of HTTP+SSE that answers `echo` as the test wants. */
function serveHttpSse(answer: Answer): Promise<Target & AsyncDisposable> {
  let stream: ServerResponse;
  return serve('http-sse', (request, response) => {
    if (request.method === 'GET') {
      stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
      stream.write('event: endpoint\ndata: /message?sessionId=1\n\n');
      return;
    }
    void readAnswers(request, answer).then((messages) => {
      response.writeHead(202).end('Accepted');
      for (const message of messages) stream.write(`data: ${message}\n\n`);
    });
  });
}

/** The same of Streamable HTTP. */
function serveStreamableHttp(answer: Answer, write: Write): Promise<Target & AsyncDisposable> {
  return serve('streamable-http', (request, response) => {
    void readAnswers(request, answer).then((messages) => {
      response.setHeader('mcp-session-id', '1');
      if (messages.length === 0) response.writeHead(202).end();
      else write(response, messages);
    });
  });
}

const asJson: Write = (response, [message]) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(message);
const asStream: Write = (response, messages) =>
  response
    .writeHead(200, { 'content-type': 'text/event-stream' })
    .end(`id: 1\ndata:\n\n${messages.map((message) => `data: ${message}\n\n`).join('')}`);

async function readAnswers(request: IncomingMessage, answer: Answer): Promise<string[]> {
  const { id, method, params } = JSON.parse(
    Buffer.concat((await request.toArray()) as Buffer[]).toString(),
  ) as Call;
  if (id === undefined) return [];
  const answers =
    method === 'tools/call'
      ? answer(id, params.arguments.message)
      : [{ id, result: { protocolVersion: '' } }];
  return answers.map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }));
}

async function serve(wire: Target['wire'], listener: RequestListener): Promise<Target & AsyncDisposable> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    wire,
    headers: [],
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: { readonly arguments: { readonly message: string } };
}

const said = (id: number, text: string): object => ({ id, result: { content: [{ type: 'text', text }] } });

describe('The load client of the bench', () => {
  let client: LoadClient;

  beforeAll(async () => {
    client = await loadClient();
  });

  type Serve = (answer: Answer) => Promise<Target & AsyncDisposable>;
  const wires: readonly (readonly [string, Serve])[] = [
    ['HTTP+SSE', serveHttpSse],
    ['Streamable HTTP as JSON', (answer) => serveStreamableHttp(answer, asJson)],
    ['Streamable HTTP as a stream', (answer) => serveStreamableHttp(answer, asStream)],
  ];

  async function callTwice(serveWire: Serve, answer: Answer): Promise<void> {
    await using target = await serveWire(answer);
    const connection = new client.PostConnection(target);
    const session = await client.openSession(target, connection);
    await session.call(connection);
    await session.call(connection);
    session.close();
    connection.close();
  }

  it.each(wires)('takes right answers over %s', async (_wire, serveWire) => {
    await expect(callTwice(serveWire, (id, text) => [said(id, text)])).resolves.toBeUndefined();
  });

  const wrong: readonly (readonly [string, Answer, RegExp])[] = [
    ['an unknown id', (_id, text) => [said(999_999, text)], /Nobody waits for this answer/],
    ['another text', (id) => [said(id, 'something else')], /The answer is wrong/],
    ['an error', (id) => [{ id, error: { code: -32603, message: 'x' } }], /The answer is wrong/],
  ];
  const twice: Answer = (id, text) => [said(id, text), said(id, text)];

  it.each(
    wires.flatMap(([wire, serveWire]) =>
      wrong.map(([what, ...rest]) => [what, wire, serveWire, ...rest] as const),
    ),
  )('fails at %s over %s', async (_what, _wire, serveWire, answer, message) => {
    await expect(callTwice(serveWire, answer)).rejects.toThrow(message);
  });

  it.each(wires.filter(([wire]) => !wire.endsWith('JSON')))(
    'fails at the same answer twice over %s',
    async (_wire, serveWire) => {
      await expect(callTwice(serveWire, twice)).rejects.toThrow(/Nobody waits for this answer/);
    },
  );

  it('fails at a response of Streamable HTTP without the answer', async () => {
    const without: Write = (response, messages) =>
      asStream(response, messages[0]?.includes('content') ? [] : messages);
    await expect(
      callTwice(
        (answer) => serveStreamableHttp(answer, without),
        (id, text) => [said(id, text)],
      ),
    ).rejects.toThrow(/This has no answer/);
  });

  it('reads responses and events wherever their bytes are cut', () => {
    const body = 'event: endpoint\r\ndata: /m\r\n\r\n: ping\n\ndata: a\ndata: ü\n\nid: 7\rdata:b\r\r:\n';
    const chunks = Buffer.from(body);
    const wire = Buffer.concat([
      Buffer.from(
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 204 No Content\r\n\r\n',
      ),
      Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n'),
      Buffer.concat([chunks.subarray(0, 5), Buffer.from(`\r\n${(chunks.length - 5).toString(16)}\r\n`)]),
      Buffer.concat([chunks.subarray(5), Buffer.from('\r\n0\r\nTrailer: x\r\n\r\n')]),
    ]);
    const expected = [
      202,
      'ok',
      204,
      '',
      200,
      body,
      ['endpoint', '/m'],
      ['message', 'a\nü'],
      ['message', 'b'],
    ];
    for (const size of [1, 2, 3, 7, 64, wire.length]) expect(readAll(wire, size)).toEqual(expected);
  });

  function readAll(wire: Buffer, size: number): unknown[] {
    const seen: unknown[] = [];
    const events: unknown[] = [];
    const sse = new client.SseParser((type, data) => events.push([type, data]));
    let body = Buffer.alloc(0);
    const parser = new client.ResponseParser({
      onHead: (status: number) => seen.push(status),
      onBody: (bytes: Buffer) => (body = Buffer.concat([body, bytes])),
      onEnd: () => {
        seen.push(body.toString());
        if (seen.at(-2) === 200) pushCut(sse, body, size);
        body = Buffer.alloc(0);
      },
    });
    pushCut(parser, wire, size);
    return [...seen, ...events];
  }
});

function pushCut(parser: { push(bytes: Buffer): void }, bytes: Buffer, size: number): void {
  for (let at = 0; at < bytes.length; at += size) parser.push(bytes.subarray(at, at + size));
}
