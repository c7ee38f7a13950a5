import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ToolRegistry } from '../../src/index.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { heldCall, HoldModule } from '../support/tools/held-calls.js';
import { rpc, send } from '../support/wire/http.js';
import { lastIdOf, PollingClient } from '../support/wire/polling-client.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';
import { SseStream } from '../support/wire/sse-stream.js';

const BOTH = 'application/json, text/event-stream';

const hold = (id: number, name: string): object =>
  rpc(id, 'tools/call', { name: 'hold', arguments: { name }, _meta: { progressToken: name } });

describe('The streams of Streamable HTTP', () => {
  let server: RunningRookery;
  let url: string;
  beforeAll(async () => {
    server = await startRookery({ HEARTBEAT_SECONDS: '1' }, HoldModule);
    url = `${server.url}/mcp`;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const open = async (revision = '2025-11-25'): Promise<string> => {
    const params = { protocolVersion: revision, capabilities: {}, clientInfo: { name: 't', version: '1' } };
    const { headers } = await send(url, {
      method: 'POST',
      headers: { accept: BOTH, 'content-type': 'application/json' },
      body: JSON.stringify(rpc(0, 'initialize', params)),
    });
    return headers['mcp-session-id'] as string;
  };

  /** A POST whose connection the test closes. */
  const post = (session: string, message: object, accept = BOTH): RawConnection => {
    const connection = RawConnection.open({ port: Number(new URL(url).port), isTls: false });
    const headers = [`Accept: ${accept}`, `Mcp-Session-Id: ${session}`];
    connection.send(rawRequest('/mcp', { method: 'POST', headers, body: JSON.stringify(message) }));
    return connection;
  };

  const listen = (session: string, lastEventId?: string): Promise<SseStream> =>
    SseStream.open(url, {
      'mcp-session-id': session,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    });

  const idsIn = (received: string): string[] =>
    [...received.matchAll(/^id: (.+)$/gm)].map(([, id]) => id!.trim());

  it('begin at the first message besides the response, with an event to come back to', async () => {
    const session = await open();
    await using connection = post(session, hold(1, 'begun'));
    const call = await heldCall('begun');
    call.context.progress(1, 2);
    const head = await connection.waitFor(/"progress":1/);
    expect(head).toContain('Content-Type: text/event-stream');
    expect(head).toMatch(/\r\n\r\n(?:[0-9a-f]+\r\n)?id: \S+\ndata:\n\n/);
    call.finish('done');
    expect(await connection.ended()).toMatch(/"text":"done"/);
    expect(idsIn(connection.received)).toHaveLength(3);
  });

  it('have no event without data for older clients, and are not closed by a tool', async () => {
    await using connection = post(await open('2025-06-18'), hold(1, 'older'));
    const call = await heldCall('older');
    call.context.progress(1);
    call.context.closeStream(10);
    call.finish('done');
    expect(await connection.ended()).not.toMatch(/^data:\s*$/m);
    expect(connection.received).toMatch(/"text":"done"/);
  });

  it.each<[string, string, RegExp]>([
    ['JSON alone, and drop what else is said', 'application/json', /Content-Type: application\/json/],
    ['a stream alone', 'text/event-stream', /Content-Type: text\/event-stream/],
    ['a stream first', 'text/event-stream, application/json', /Content-Type: text\/event-stream/],
    ['anything', '*/*', /Content-Type: text\/event-stream/],
  ])('follow a client that takes %s', async (name, accept, type) => {
    await using connection = post(await open(), hold(1, name), accept);
    const call = await heldCall(name);
    call.context.progress(1);
    call.finish('done');
    expect(await connection.ended()).toMatch(type);
    expect(connection.received).toMatch(/"text":"done"/);
  });

  it('are taken up again by GET, with nothing lost, twice or of another stream', async () => {
    const session = await open();
    const [broken, other] = [post(session, hold(1, 'broken')), post(session, hold(2, 'other'))];
    const [call, beside] = [await heldCall('broken'), await heldCall('other')];
    call.context.progress(1);
    beside.context.progress(1);
    await broken.waitFor(/"progress":1/);
    await other.waitFor(/"progress":1/);
    const last = idsIn(broken.received).at(-1)!;
    broken.socket.destroy();
    call.context.progress(2);
    call.context.progress(3);
    await using resumed = await listen(session, last);
    await eventually(() => resumed.messages.length === 2);
    call.finish('done');
    await eventually(() => resumed.isEnded);
    expect(resumed.messages).toMatchObject([
      { params: { progressToken: 'broken', progress: 2 } },
      { params: { progressToken: 'broken', progress: 3 } },
      { id: 1, result: { content: [{ text: 'done' }] } },
    ]);
    beside.finish('well');
    expect(await other.ended()).toMatch(/"text":"well"/);
    expect(other.received).not.toContain('"progressToken":"broken"');
  });

  it('give a response that came while nobody read', async () => {
    const session = await open();
    const connection = post(session, hold(1, 'missed'));
    const call = await heldCall('missed');
    call.context.progress(1);
    const last = idsIn(await connection.waitFor(/"progress":1/)).at(-1)!;
    connection.socket.destroy();
    call.finish('done');
    await using resumed = await listen(session, last);
    await eventually(() => resumed.isEnded);
    expect(resumed.messages).toMatchObject([{ id: 1, result: { content: [{ text: 'done' }] } }]);
  });

  it.each([
    ['ends with the time to come back', 'node', /id: \S+\nretry: 20\ndata:\n\n/],
    [
      'ends without it for Java, which refuses that line',
      'Java-http-client/21',
      /id: \S+\ndata:\n\n(?:\r\n0\r\n)?/,
    ],
  ])('of a tool that closes it %s, and goes on by GET', async (_, agent, shows) => {
    const session = await open();
    const connection = RawConnection.open({ port: Number(new URL(url).port), isTls: false });
    const headers = [`Accept: ${BOTH}`, `Mcp-Session-Id: ${session}`, `User-Agent: ${agent}`];
    connection.send(rawRequest('/mcp', { method: 'POST', headers, body: JSON.stringify(hold(1, agent)) }));
    const call = await heldCall(agent);
    call.context.progress(1);
    call.context.closeStream(20);
    const received = await connection.ended();
    expect(received).toMatch(shows);
    expect(received.includes('retry:')).toBe(agent === 'node');
    call.finish('done');
    await using resumed = await listen(session, idsIn(received).at(-1));
    await eventually(() => resumed.isEnded);
    expect(resumed.messages).toMatchObject([{ id: 1, result: { content: [{ text: 'done' }] } }]);
  });

  it('of a tool that closes them again name the time on the connection that carries them', async () => {
    const client = await PollingClient.open(server);
    const id = await client.callAndLeave('again');
    const call = await heldCall('again');
    await using second = await client.comeBack(id);
    call.context.progress(2);
    call.context.closeStream(30);
    await second.ended();
    expect(second.bytes).toMatch(/"progress":2.*\n\nid: \S+\nretry: 30\ndata:\n\n$/);
    call.finish('done');
    await using third = await client.comeBack(lastIdOf(second));
    await third.ended();
    expect(third.messages).toMatchObject([{ id: 'again', result: { content: [{ text: 'done' }] } }]);
  });

  it('that a tool closes are taken up by the official client', async () => {
    const transport = new StreamableHTTPClientTransport(new URL(url));
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    const called = client.callTool({ name: 'hold', arguments: { name: 'polled' } });
    const call = await heldCall('polled');
    call.context.closeStream(10);
    call.finish('done');
    expect(await called).toMatchObject({ content: [{ text: 'done' }] });
    await client.close();
  });

  it('give an answer again whose bytes were lost behind the operating system', async () => {
    const session = await open();
    await using connection = post(session, hold(1, 'lost'));
    const call = await heldCall('lost');
    call.context.progress(1);
    call.finish('done');
    const [, first] = idsIn(await connection.ended());
    await using again = await listen(session, first);
    await eventually(() => again.isEnded);
    expect(again.messages).toMatchObject([{ id: 1, result: { content: [{ text: 'done' }] } }]);
  });

  it('take what belongs to no request to the client that listens', async () => {
    const session = await open();
    await using stream = await listen(session);
    const registry = server.rookery.app.get(ToolRegistry, { strict: false });
    registry.register({ name: 'later', call: () => 'x' });
    await eventually(() => stream.messages.length === 1);
    expect(stream.messages).toEqual([{ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }]);
    registry.remove('later');
  });

  it('are not given by an id of another session', async () => {
    const [mine, other] = [await open(), await open()];
    await using stream = await listen(mine);
    const [id] = idsIn(stream.bytes);
    const foreign = await listen(other, `${id!.slice(0, -1)}1`);
    expect(foreign.status).toBe(400);
  });

  it('give the official client progress, and the result after a break', async () => {
    const transport = new StreamableHTTPClientTransport(new URL(url));
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    const progress: number[] = [];
    const called = client.callTool({ name: 'hold', arguments: { name: 'official' } }, undefined, {
      onprogress: ({ progress: done }) => progress.push(done),
    });
    const call = await heldCall('official');
    call.context.progress(1);
    await eventually(() => progress.length === 1);
    call.finish('done');
    expect(await called).toMatchObject({ content: [{ text: 'done' }] });
    await transport.terminateSession();
    await client.close();
  });
});
