import { Agent } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { type Answer, post, rpc } from '../support/wire/http.js';
import {
  CHUNKED,
  fromPython,
  fromTypeScript,
  LIMIT,
  long,
  MAX_BODY,
  params,
  refusal,
  SENTENCE,
  type Shape,
  toolError,
} from '../support/wire/oversized-bodies.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';
import { SseStream } from '../support/wire/sse-stream.js';

const SHAPES: [name: string, shape: (message: Shape) => string, headers: Record<string, string>][] = [
  ['of the TypeScript client', fromTypeScript, {}],
  ['of the TypeScript client, in chunks', fromTypeScript, CHUNKED],
  ['of a Python client', fromPython, {}],
  ['of a Python client, in chunks', fromPython, CHUNKED],
];

const filler = { params: params(long) };
const inText = JSON.stringify('"},"id":99,"method":"ping"}').slice(1, -1);

/** Bodies without exactly one id of a request. */
const NAMELESS: [name: string, body: string][] = [
  ['one id in front and one behind', `${fromPython({ id: 1 }).slice(0, -1)},"id":2}`],
  ['the same id twice', `${fromPython({ id: 1 }).slice(0, -1)},"id":1}`],
  ['two methods', `${fromPython({ id: 1 }).slice(0, -1)},"method":"ping"}`],
  ['a notification', JSON.stringify({ jsonrpc: '2.0', method: 'notifications/x', ...filler })],
  [
    'a notification with ids in its text',
    JSON.stringify({ method: 'x', params: `${inText}${long}${inText}` }),
  ],
  ['a response', JSON.stringify({ jsonrpc: '2.0', id: 1, result: filler })],
  [
    'an id only inside of params',
    JSON.stringify({ method: 'ping', params: { id: 1, long, inner: { id: 2 } } }),
  ],
  ['an id of null', fromTypeScript({ id: null as unknown as number })],
  ['an id of 1.5', fromTypeScript({ id: 1.5 })],
  ['an id of 2^53', fromTypeScript({ id: 2 ** 53 })],
  ['an id of 257 bytes', fromTypeScript({ id: 'x'.repeat(257) })],
  ['a batch', `[${fromTypeScript({ id: 1 })}]`],
  ['two messages', fromPython({ id: 1 }) + JSON.stringify(rpc(2, 'ping'))],
  ['a message that is cut off', fromTypeScript({ id: 1 }).slice(0, -1)],
  ['blanks', ' '.repeat(2 * LIMIT)],
  ['an empty name of a method', fromTypeScript({ id: 1, method: '' })],
];

describe('A body above MAX_BODY_BYTES', () => {
  let server: RunningRookery;
  let stream: SseStream;
  let endpoint: string;
  let sessionless: string;

  beforeAll(async () => {
    server = await startRookery({ ...MAX_BODY, RATE_LIMIT: 'off' });
    sessionless = `${server.url}/message`;
    stream = await SseStream.open(`${server.url}/sse`);
    endpoint = await stream.endpoint();
  });

  afterAll(async () => {
    stream.close();
    await server.rookery.close();
  });

  it.each(SHAPES)('gets a result that the model reads, for a call %s', async (name, shape, headers) => {
    const id = `call ${name}`;
    expect(await post(endpoint, shape({ id }), headers)).toMatchObject({ status: 202, text: '' });
    expect(await stream.responseTo(id)).toEqual(toolError(id));
    expect((await post(endpoint, rpc(`ping ${name}`, 'ping'))).status).toBe(202);
    expect(await stream.responseTo(`ping ${name}`)).toMatchObject({ result: {} });
  });

  it.each(SHAPES)('gets 413 with its id without a session, for a call %s', async (_, shape, headers) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers: Answer[] = [];
    for (const id of [7, 'é']) answers.push(await post(sessionless, shape({ id }), headers, agent));
    expect(answers.map(({ status, json }) => [status, json])).toEqual([
      [413, refusal(7)],
      [413, refusal('é')],
    ]);
    // What was read to its end leaves the connection as it was.
    expect(answers.map((answer) => answer.headers.connection)).toEqual(['keep-alive', 'keep-alive']);
    agent.destroy();
  });

  it.each([['tools/call'], ['initialize']])(
    'gets 413 with its id on /mcp without a session, for %s',
    async (method) => {
      const answer = await post(`${server.url}/mcp`, fromTypeScript({ id: 7, method }), {
        accept: 'application/json, text/event-stream',
      });
      expect([answer.status, answer.json]).toEqual([413, refusal(7)]);
      expect(answer.headers['mcp-session-id']).toBeUndefined();
    },
  );

  it.each([
    ['ping', 'ping', { code: -32600, message: SENTENCE }],
    ['another method', 'tools/list', { code: -32600, message: SENTENCE }],
    ['an unknown method', 'x/y', { code: -32601, message: 'Method not found: x/y' }],
  ])('gets an error with its id on the stream, for %s', async (name, method, error) => {
    expect((await post(endpoint, fromTypeScript({ id: name, method }))).status).toBe(202);
    expect(await stream.responseTo(name)).toEqual({ jsonrpc: '2.0', id: name, error });
  });

  it.each([
    ['in front', `${inText}${long}`],
    ['behind', `${long}${inText}`],
    ['behind backslashes', `${long}\\\\"\\${inText}`],
    ['all over', inText.repeat(5_000)],
  ])('has the id of its message, whatever the arguments say %s', async (name, message) => {
    for (const shape of [fromTypeScript, fromPython]) {
      const id = `${name} ${shape.name}`;
      expect((await post(endpoint, shape({ id, message }))).status).toBe(202);
      expect(await stream.responseTo(id)).toEqual(toolError(id));
    }
    expect(stream.messages.filter(({ id }) => id === 99)).toEqual([]);
  });

  it.each(NAMELESS)('gets 413 without an id, and its connection closes: %s', async (_, body) => {
    const before = stream.messages.length;
    for (const url of [endpoint, sessionless])
      for (const headers of [{}, CHUNKED]) {
        const answer = await post(url, body, headers);
        expect([answer.status, answer.json]).toEqual([413, refusal(null)]);
        expect(answer.headers.connection).toBe('close');
      }
    expect(stream.messages).toHaveLength(before);
  });

  it('is taken up to four times the limit', async () => {
    for (const [id, headers] of [
      ['four times', {}],
      ['four times, in chunks', CHUNKED],
    ] as const) {
      const around = fromTypeScript({ id, message: '' }).length;
      const body = fromTypeScript({ id, message: 'x'.repeat(4 * LIMIT - around) });
      expect((await post(endpoint, body, headers)).status).toBe(202);
      expect(await stream.responseTo(id)).toEqual(toolError(id));
    }
  });

  it('gets 413 at once where its length is above four times the limit', async () => {
    const { port, pathname, search } = new URL(endpoint);
    await using connection = RawConnection.open({ port: Number(port), isTls: false });
    const headers = [`Content-Length: ${4 * LIMIT + 1}`];
    connection.send(rawRequest(pathname + search, { method: 'POST', headers, body: '', keepsAlive: true }));
    expect(await connection.ended()).toContain(JSON.stringify(refusal(null)));
    expect(connection.statuses).toEqual([413]);
  });

  it('gets 413 as soon as more than four times the limit has come in chunks', async () => {
    const { port, pathname, search } = new URL(endpoint);
    await using connection = RawConnection.open({ port: Number(port), isTls: false });
    const chunk = fromPython({ id: 1, message: 'x'.repeat(4 * LIMIT) });
    const headers = ['Transfer-Encoding: chunked'];
    const body = `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
    connection.send(rawRequest(pathname + search, { method: 'POST', headers, body, keepsAlive: true }));
    expect(await connection.ended()).toContain(JSON.stringify(refusal(null)));
    expect(connection.statuses).toEqual([413]);
  });

  it('is read while its client sends it, a byte at a time at its ends', async () => {
    const { port, pathname, search } = new URL(endpoint);
    await using connection = RawConnection.open({ port: Number(port), isTls: false });
    connection.socket.setNoDelay(true);
    const body = fromTypeScript({ id: 'slowly' });
    const bytes = rawRequest(pathname + search, { method: 'POST', body });
    connection.send(bytes.slice(0, -50));
    for (const byte of bytes.slice(-50)) {
      connection.send(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await stream.responseTo('slowly')).toEqual(toolError('slowly'));
  });

  it('lets the client of the TypeScript SDK go on', async () => {
    const client = new Client({ name: 'rookery-test', version: '1.0.0' });
    await client.connect(new SSEClientTransport(new URL('/sse', server.url)));
    const data = Buffer.alloc(2 * LIMIT).toString('base64');
    const result = await client.callTool({ name: 'echo', arguments: { message: data } });
    expect(result).toEqual({
      isError: true,
      content: [{ type: 'text', text: expect.stringContaining(SENTENCE) as string }],
    });
    const after = await client.callTool({ name: 'echo', arguments: { message: 'still here' } });
    expect(after).toEqual({ content: [{ type: 'text', text: 'still here' }] });
    await client.close();
  });
});
