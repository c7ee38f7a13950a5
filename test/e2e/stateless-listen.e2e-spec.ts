import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ToolRegistry } from '../../src/index.js';
import { linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { scrape } from '../support/telemetry/metrics.js';
import { post, rpc } from '../support/wire/http.js';
import type { SseStream } from '../support/wire/sse-stream.js';
import { ask, listen as listenAt, SERVER_META } from '../support/wire/stateless.js';

const METHOD = 'subscriptions/listen';
const ID = { 'io.modelcontextprotocol/subscriptionId': 7 };
const CHANGED = { method: 'notifications/tools/list_changed', params: { _meta: ID } };
const OPEN = 'rookery_open_streams{wire="stateless-http",revision="2026-07-28"}';

const listen = (
  { url }: RunningRookery,
  notifications: object,
  headers?: Record<string, string>,
): Promise<SseStream> => listenAt(`${url}/mcp`, notifications, headers);

/** Changes the list of tools. */
function change({ rookery }: RunningRookery): void {
  const tools = rookery.app.get(ToolRegistry, { strict: false });
  if (!tools.remove('more')) tools.register({ name: 'more', call: () => 'more' });
}

describe('Listening over stateless HTTP', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off', HEARTBEAT_SECONDS: '0.2' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('is acknowledged first, and hears of changes with the id of its request', async () => {
    await using stream = await listen(server, { toolsListChanged: true });
    await eventually(() => stream.messages.length > 0);
    change(server);
    await eventually(() => stream.messages.length > 1);
    expect(stream.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    expect(stream.messages).toMatchObject([
      {
        method: 'notifications/subscriptions/acknowledged',
        params: { notifications: { toolsListChanged: true }, _meta: ID },
      },
      CHANGED,
    ]);
    expect(stream.bytes).not.toMatch(/^(?:id|retry):/m);
  });

  it('hears of nothing that it did not ask for, and is not told that it will of what is not served', async () => {
    const wanted = { promptsListChanged: true, resourcesListChanged: true, resourceSubscriptions: ['a:b'] };
    await using narrow = await listen(server, wanted);
    await using wide = await listen(server, { toolsListChanged: true, ...wanted });
    await eventually(() => narrow.messages.length + wide.messages.length === 2);
    change(server);
    await eventually(() => wide.messages.length === 2);
    await eventually(() => narrow.bytes.includes(': heartbeat\n'));
    expect(narrow.messages).toMatchObject([{ params: { notifications: {} } }]);
    expect(
      Object.keys((wide.messages[0] as { params: { notifications: object } }).params.notifications),
    ).toEqual(['toolsListChanged']);
  });

  it('hears once of changes that come together', async () => {
    await using stream = await listen(server, { toolsListChanged: true });
    await eventually(() => stream.messages.length > 0);
    for (let i = 0; i < 50; i++) change(server);
    await eventually(() => stream.messages.length > 1);
    const seen = stream.bytes.length;
    await eventually(() => stream.bytes.slice(seen).includes(': heartbeat\n'));
    expect(stream.messages).toHaveLength(2);
  });

  it('is an open stream until its client leaves', async () => {
    const before = (await scrape(server.url)).get(OPEN);
    const stream = await listen(server, {});
    await eventually(async () => (await scrape(server.url)).get(OPEN) === before! + 1);
    stream.close();
    await eventually(async () => (await scrape(server.url)).get(OPEN) === before!);
  });

  it.each<[string, Record<string, unknown>, Record<string, string>, number, number]>([
    ['that does not say to what', {}, {}, 400, -32602],
    ['by a client that takes JSON alone', { notifications: {} }, { accept: 'application/json' }, 406, -32000],
  ])('%s is refused', async (_what, params, headers, status, code) => {
    const answer = await ask(`${server.url}/mcp`, METHOD, params, headers);
    expect([answer.status, answer.json]).toMatchObject([status, { id: 7, error: { code } }]);
  });

  it('is there in no older revision', async () => {
    const { json } = await post(`${server.url}/message`, rpc(7, METHOD, { notifications: {} }));
    expect(json).toMatchObject({ error: { code: -32601 } });
  });

  it('is what the official client does for a handler of changes', async () => {
    let changes = 0;
    const client = new Client(
      { name: 'test', version: '1' },
      {
        versionNegotiation: { mode: 'auto' },
        listChanged: { tools: { onChanged: () => void changes++ } },
      },
    );
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
    change(server);
    await eventually(() => changes > 0);
    await client.close();
  });
});

describe('A stream that listens over stateless HTTP', () => {
  it('ends with a result when the server stops', async () => {
    const server = await startRookery();
    await using stream = await listen(server, { toolsListChanged: true });
    await eventually(() => stream.messages.length > 0);
    await server[Symbol.asyncDispose]();
    await eventually(() => stream.isEnded);
    expect(stream.messages.at(-1)).toEqual({
      jsonrpc: '2.0',
      id: 7,
      result: { resultType: 'complete', _meta: { ...ID, ...SERVER_META } },
    });
  });

  it('counts for MAX_STREAMS, and one more is refused as overloaded', async () => {
    await using server = await startRookery({ MAX_STREAMS: '1' });
    await using first = await listen(server, {});
    await eventually(() => first.messages.length > 0);
    const { status, headers, json } = await ask(`${server.url}/mcp`, METHOD, { notifications: {} });
    expect([status, headers['retry-after'], json]).toMatchObject([
      503,
      '5',
      { id: 7, error: { code: 503, data: { reason: 'overloaded' } } },
    ]);
    first.close();
    await eventually(async () => {
      await using next = await listen(server, {});
      return next.status === 200;
    });
  });

  it('is no call that times out', async () => {
    await using server = await startRookery({ TOOL_TIMEOUT_SECONDS: '0.05', HEARTBEAT_SECONDS: '0.2' });
    await using stream = await listen(server, {});
    await eventually(() => stream.bytes.includes(': heartbeat\n'));
    expect([stream.isEnded, stream.messages.length]).toEqual([false, 1]);
  });

  it('needs credentials like any other', async () => {
    const user = newToken('user');
    await using server = await startRookery({ AUTH: 'bearer', AUTH_TOKENS: linesOf(user) });
    await using refused = await listen(server, {});
    await using stream = await listen(server, {}, user.headers);
    expect([refused.status, stream.status]).toEqual([401, 200]);
  });

  it('ends with its credentials, and others go on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rookery-listen-'));
    const [path, ann, bob] = [join(folder, 'tokens'), newToken('ann'), newToken('bob')];
    await writeFile(path, linesOf(ann, bob));
    await using server = await startRookery({ AUTH: 'bearer', AUTH_TOKENS_FILE: path });
    await using anns = await listen(server, {}, ann.headers);
    await using bobs = await listen(server, {}, bob.headers);
    await eventually(() => anns.messages.length + bobs.messages.length === 2);
    await writeFile(path, linesOf(bob));
    await eventually(() => anns.isEnded);
    expect(anns.messages.at(-1)).toMatchObject({ id: 7, result: { resultType: 'complete' } });
    expect([bobs.isEnded, bobs.messages.length]).toEqual([false, 1]);
    await rm(folder, { recursive: true });
  });
});
