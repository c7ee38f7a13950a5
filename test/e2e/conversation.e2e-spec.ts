import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { calls, ToolsModule } from '../support/tools/tools.js';
import { type Conversation, WIRES } from '../support/wire/wires.js';

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });
const call = (name: string, args: object = {}, more: object = {}): object => ({
  name,
  arguments: args,
  ...more,
});

describe.each(WIRES)('A conversation over $name', (wire) => {
  let server: RunningRookery;
  let client: Conversation;

  beforeAll(async () => {
    server = await startRookery({}, ToolsModule);
  });

  afterAll(() => server.rookery.close());

  beforeEach(async () => {
    client = await wire.open(server);
  });

  afterEach(() => client[Symbol.asyncDispose]());

  if (wire.hasInitialize) {
    it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])('agrees on %s', async (revision) => {
      const clientInfo = { name: 'test', version: '1' };
      const params = { protocolVersion: revision, capabilities: {}, clientInfo };
      expect(await client.ask('initialize', params)).toMatchObject({
        jsonrpc: '2.0',
        id: 1,
        result: { protocolVersion: revision, serverInfo: { name: 'rookery' } },
      });
      await client.notify('notifications/initialized');
      expect(await client.ask('ping')).toEqual({ jsonrpc: '2.0', id: 2, result: {} });
    });
  } else {
    it('agrees on nothing, and pings nobody', async () => {
      for (const method of ['initialize', 'ping'])
        expect(await client.ask(method)).toMatchObject({ error: { code: -32601 } });
    });
  }

  it('lists the tools, and calls one after the other', async () => {
    expect(await client.ask('tools/list')).toMatchObject({
      id: 1,
      result: { tools: expect.arrayContaining([expect.objectContaining({ name: 'join' })]) as unknown },
    });
    const params = call('join', { words: ['a', 'b'] });
    expect(await client.ask('tools/call', params)).toMatchObject({ id: 2, result: text('a b') });
    expect(await client.ask('tools/call', call('fail'))).toMatchObject({ id: 3, result: { isError: true } });
    expect(client.messages).toEqual([]);
  });

  it.each<[string, string, object | undefined, object]>([
    ['a method that is not there', 'tools/drop', undefined, { code: -32601 }],
    ['a tool that is not there', 'tools/call', call('missing'), { code: -32602 }],
    ['arguments that are no object', 'tools/call', { name: 'join', arguments: [] }, { code: -32602 }],
    ['a tool that breaks', 'tools/call', call('break'), { code: -32603, message: 'Internal error' }],
  ])('answers %s with its error', async (_what, method, params, error) => {
    expect(await client.ask(method, params)).toMatchObject({ jsonrpc: '2.0', id: 1, error });
  });

  it('brings what a call says meanwhile, where there is a place for it', async () => {
    await client.setLevel('info');
    const params = call('report', {}, { _meta: { progressToken: 'p' } });
    const answer = expect.stringMatching(new RegExp(`^${wire.clientName} ${wire.principal} 20`)) as string;
    expect(await client.ask('tools/call', params)).toMatchObject({
      result: { content: [{ text: answer }] },
    });
    const methods = client.messages.map(({ method }) => method);
    expect(methods).toEqual(
      wire.hasNotifications
        ? ['notifications/progress', 'notifications/progress', 'notifications/message']
        : [],
    );
  });

  it('ends its calls when it is closed', async () => {
    const { aborted } = calls;
    const before = aborted.length;
    const waiting = calls.waiting;
    const answer = client.ask('tools/call', call('wait')).catch(() => undefined);
    await eventually(() => calls.waiting > waiting);
    client.close();
    await eventually(() => aborted.length > before);
    expect(aborted.at(-1)).toBe('disconnected');
    await answer;
  });
});
