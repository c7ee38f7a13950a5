import { eventually } from '../support/eventually.js';
import { OWN, StdioProcess } from '../support/servers/stdio-process.js';
import { envelope } from '../support/wire/stateless.js';
import type { Message } from '../support/wire/wires.js';

const KEY = 'io.modelcontextprotocol/subscriptionId';
const CHANGED = 'notifications/tools/list_changed';

function listen(server: StdioProcess, id: string | number, notifications: unknown): void {
  const params = { notifications, _meta: envelope() };
  server.send({ jsonrpc: '2.0', id, method: 'subscriptions/listen', params });
}

const change = (server: StdioProcess): Promise<Message> => server.call('change', {}, { _meta: envelope() });

/** All that came for a subscription. */
function messagesFor({ messages }: StdioProcess, id: string | number): readonly Message[] {
  return messages.filter(({ params }) => {
    const { _meta: meta } = params as { _meta?: Record<string, unknown> };
    return meta?.[KEY] === id;
  });
}

const methodsFor = (server: StdioProcess, id: string | number): unknown[] =>
  messagesFor(server, id).map(({ method }) => method);

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';

describe('A client that listens over stdio', () => {
  let server: StdioProcess;

  beforeEach(() => {
    server = StdioProcess.start(OWN, { TOOL_TIMEOUT_SECONDS: '0.05' });
  });
  afterEach(() => server[Symbol.asyncDispose]());

  it('gets its acknowledgement first, and then what it asked for, with the id of its request', async () => {
    listen(server, 7, { toolsListChanged: true, promptsListChanged: 'yes' });
    listen(server, 'none', { toolsListChanged: 'yes' });
    await change(server);
    await eventually(() => messagesFor(server, 7).length === 2);
    expect(messagesFor(server, 7)).toEqual([
      {
        jsonrpc: '2.0',
        method: ACKNOWLEDGED,
        params: { notifications: { toolsListChanged: true }, _meta: { [KEY]: 7 } },
      },
      { jsonrpc: '2.0', method: CHANGED, params: { _meta: { [KEY]: 7 } } },
    ]);
    expect(methodsFor(server, 'none')).toEqual([ACKNOWLEDGED]);
    expect(server.messages).toHaveLength(3);
  });

  it('hears nothing more once it cancels, with `_meta` or without, and gets no result', async () => {
    for (const id of ['a', 'b', 'c']) listen(server, id, { toolsListChanged: true });
    await server.notify('notifications/cancelled', { requestId: 'a' });
    await server.notify('notifications/cancelled', { requestId: 'b', _meta: envelope() });
    await change(server);
    await eventually(() => methodsFor(server, 'c').includes(CHANGED));
    expect([methodsFor(server, 'a'), methodsFor(server, 'b')]).toEqual([[ACKNOWLEDGED], [ACKNOWLEDGED]]);
    listen(server, 'a', {});
    await eventually(() => messagesFor(server, 'a').length === 2);
    expect(await server.end()).toBe(0);
    expect(server.responses.map(({ id }) => id)).not.toContain('b');
  });

  it('hears of nothing without listening', async () => {
    await change(server);
    // A timer of the server, behind the one that announces the change.
    await server.call('later', { ms: 30, length: 1 }, { _meta: envelope() });
    expect(server.messages).toEqual([]);
  });

  it('goes on listening when the time of a call is over', async () => {
    listen(server, 'l', { toolsListChanged: true });
    const late = await server.call('wait', { ms: 100_000 }, { _meta: envelope() });
    expect(late).toMatchObject({ error: { code: 504, data: { reason: 'timeout' } } });
    await change(server);
    await eventually(() => messagesFor(server, 'l').length === 2);
    expect(server.responses.map(({ id }) => id)).not.toContain('l');
  });

  it('is refused where it does not say to what, or uses an id that listens', async () => {
    listen(server, 'l', {});
    listen(server, 'm', 'tools');
    listen(server, 'l', {});
    expect([await server.responseTo('m'), await server.responseTo('l')]).toMatchObject([
      { error: { code: -32602, message: 'params.notifications must be an object' } },
      { error: { code: -32600, message: 'This id is in use by a subscription' } },
    ]);
    expect(methodsFor(server, 'l')).toEqual([ACKNOWLEDGED]);
  });

  it('may have 64 subscriptions open, and one more once it ends another', async () => {
    for (let id = 1; id <= 65; id++) listen(server, `s${id}`, {});
    expect(await server.responseTo('s65')).toMatchObject({
      error: {
        code: 503,
        message: 'At most 64 subscriptions are open at once: cancel one of them first',
        data: { reason: 'overloaded' },
      },
    });
    await server.notify('notifications/cancelled', { requestId: 's1' });
    listen(server, 'again', {});
    await eventually(() => messagesFor(server, 'again').length === 1);
    expect(server.messages).toHaveLength(65);
  });
});

describe('What a client listens to over stdio', () => {
  it.each<[string, (server: StdioProcess) => unknown]>([
    ['the input ends', ({ child }) => child.stdin!.end()],
    ['SIGTERM comes', ({ child }) => child.kill('SIGTERM')],
    ['SIGINT comes', ({ child }) => child.kill('SIGINT')],
  ])('ends with its result when %s, and a call still gets its answer', async (_how, end) => {
    await using server = StdioProcess.start(OWN);
    const answer = server.call('wait', { ms: 1500 }, { _meta: envelope() });
    await server.waitForError('a call waits');
    listen(server, 'l', { toolsListChanged: true });
    await eventually(() => messagesFor(server, 'l').length === 1);
    end(server);
    expect(await server.exited).toBe(0);
    expect((await server.responseTo('l'))['result']).toEqual({
      resultType: 'complete',
      _meta: { [KEY]: 'l', 'io.modelcontextprotocol/serverInfo': { name: 'own', version: '1.2.3' } },
    });
    expect(await answer).toMatchObject({ result: { content: [{ text: 'waited' }] } });
  });

  it('is nothing new while the server drains', async () => {
    await using server = StdioProcess.start(OWN);
    const answer = server.call('wait', { ms: 3000 }, { _meta: envelope() });
    await server.waitForError('a call waits');
    server.child.kill('SIGTERM');
    await server.waitForError('Draining');
    listen(server, 'l', {});
    expect(await server.responseTo('l')).toMatchObject({
      error: { code: 503, data: { reason: 'draining' } },
    });
    expect(await answer).toMatchObject({ result: {} });
    expect(await server.exited).toBe(0);
  });
});
