import { eventually } from '../support/eventually.js';
import { OWN, StdioProcess } from '../support/servers/stdio-process.js';
import { envelope, REVISION } from '../support/wire/stateless.js';

const SMALL_HEAP = ['--max-old-space-size=64'];
/** A process of 64 MiB of heap, with what Node itself takes. */
const MAX_RSS_MIB = 300;

const VERSION = 'io.modelcontextprotocol/protocolVersion';
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const CLIENT = 'io.modelcontextprotocol/clientInfo';
const LEVEL = 'io.modelcontextprotocol/logLevel';

const REFUSED = { error: { code: -32602 } };
const SERVED = { result: { resultType: 'complete', content: [{ text: expect.any(String) as string }] } };

const request = (id: unknown, method: string, params: object): object => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
const call = (id: unknown, name: string, args: object): object =>
  request(id, 'tools/call', { name, arguments: args, _meta: envelope() });
const listen = (id: unknown): object =>
  request(id, 'subscriptions/listen', { notifications: { toolsListChanged: true }, _meta: envelope() });

describe('A hostile client of 2026-07-28 over stdio', () => {
  let server: StdioProcess;

  beforeAll(() => {
    server = StdioProcess.start(OWN, { RATE_LIMIT: 'off' });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** As JSON text, since some of it no object literal makes. */
  it.each<[what: string, meta: string, answer: object]>([
    ['a version that is a number', JSON.stringify(envelope({ [VERSION]: 20260728 })), REFUSED],
    ['a version that is a list', JSON.stringify(envelope({ [VERSION]: [REVISION] })), REFUSED],
    [
      'a version of 1 MB',
      JSON.stringify(envelope({ [VERSION]: 'v'.repeat(1_000_000) })),
      { error: { code: -32022 } },
    ],
    [
      'a version named like a member of Object',
      JSON.stringify(envelope({ [VERSION]: 'constructor' })),
      { error: { code: -32022 } },
    ],
    ['capabilities that are a list', JSON.stringify(envelope({ [CAPABILITIES]: [] })), REFUSED],
    ['capabilities that are text', JSON.stringify(envelope({ [CAPABILITIES]: 'all' })), REFUSED],
    [
      'capabilities of 1 MB',
      JSON.stringify(envelope({ [CAPABILITIES]: { x: 'x'.repeat(1_000_000) } })),
      REFUSED,
    ],
    ['a client that is text', JSON.stringify(envelope({ [CLIENT]: 'me' })), REFUSED],
    ['a client of 1 MB', JSON.stringify(envelope({ [CLIENT]: { name: 'n'.repeat(1_000_000) } })), SERVED],
    ['a log level that is made up', JSON.stringify(envelope({ [LEVEL]: 'toString' })), REFUSED],
    ['a log level that is an object', JSON.stringify(envelope({ [LEVEL]: { level: 'debug' } })), REFUSED],
    ['3 MB of keys that mean nothing', JSON.stringify(envelope({ junk: 'x'.repeat(3_000_000) })), SERVED],
    [
      'keys of prototypes, and nothing else',
      `{"__proto__":${JSON.stringify(envelope())},"constructor":{"prototype":{}}}`,
      { result: { content: [{ text: 'undefined 2024-11-05 stdio' }] } },
    ],
    [
      'capabilities by a prototype',
      `{"${VERSION}":"${REVISION}","${CAPABILITIES}":{"__proto__":{"elicitation":{"url":{}}}}}`,
      { error: { code: -32021 } },
    ],
  ])('says %s', async (what, meta, answer) => {
    const name = what === 'capabilities by a prototype' ? 'visit' : 'caller';
    const id = JSON.stringify(what);
    server.write(
      `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${name}","_meta":${meta}}}\n`,
    );
    expect(await server.responseTo(what)).toMatchObject(answer);
    expect(server.lines.at(-1)!.length).toBeLessThan(1000);
    expect(({} as Record<string, unknown>)['elicitation']).toBeUndefined();
    expect(await server.call('caller', {}, { _meta: envelope() })).toMatchObject(SERVED);
  });

  it('repeats an envelope in an older revision: the session stays as it was', async () => {
    await using both = StdioProcess.start(OWN);
    await both.initialize('2025-06-18');
    const forged = envelope({ [CLIENT]: { name: 'forged', version: '1' }, [LEVEL]: 'debug' });
    await both.call('caller', {}, { _meta: forged });
    expect(await both.call('caller')).toMatchObject({
      result: { content: [{ text: 'test 2025-06-18 stdio' }] },
    });
    const odd = { ...forged, [VERSION]: '2025-06-18' };
    expect(await both.call('caller', {}, { _meta: odd })).toMatchObject({
      result: { content: [{ text: 'test 2025-06-18 stdio' }] },
    });
  });
});

describe('A client that listens without end over stdio', () => {
  it('opens 10,000 subscriptions: 64 are open, the others are refused, and memory does not grow', async () => {
    await using server = StdioProcess.start(OWN, {}, SMALL_HEAP);
    for (let id = 0; id < 10_000; id++) server.send(listen(`l${id}`));
    await eventually(() => server.messages.length + server.responses.length === 10_000, Boolean, 60_000);
    expect([server.messages.length, server.responses.length]).toEqual([64, 9936]);
    expect(server.responses[0]).toMatchObject({ error: { code: 503, data: { reason: 'overloaded' } } });
    expect(await server.rssMib()).toBeLessThan(MAX_RSS_MIB);
    expect(await server.end()).toBe(0);
    expect(server.responses.slice(9936)).toHaveLength(64);
  });

  it('opens and cancels 10,000: none is left, and it is served', async () => {
    await using server = StdioProcess.start(OWN, {}, SMALL_HEAP);
    for (let i = 0; i < 10_000; i++) {
      server.send(listen('same'));
      server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'same' } });
    }
    await eventually(() => server.messages.length === 10_000, Boolean, 60_000);
    await server.call('change', {}, { _meta: envelope() });
    expect(await server.end()).toBe(0);
    expect([server.messages.length, server.responses.length]).toEqual([10_000, 1]);
  });

  it('reads nothing while a list changes: each subscription has one message on its way, and one that waits', async () => {
    await using server = StdioProcess.start(OWN, {}, SMALL_HEAP);
    for (let id = 0; id < 64; id++) server.send(listen(id));
    await eventually(() => server.messages.length === 64);
    server.stall();
    const changing = call('changing', 'keepChanging', { count: 100 });
    const filling = call('filling', 'text', { length: 900_000 });
    server.write(`${JSON.stringify(changing)}\n${JSON.stringify(filling)}\n`);
    await server.waitForError('kept changing');
    server.child.stdout!.resume();
    await server.responseTo('changing');
    const heard = server.messages.filter(({ method }) => method === 'notifications/tools/list_changed');
    expect(heard.length).toBeGreaterThanOrEqual(64);
    expect(heard.length).toBeLessThan(64 * 10);
  });

  it('has equal ids in both eras at once: each is answered once, and a cancellation ends the one that runs', async () => {
    await using server = StdioProcess.start(OWN, { RATE_LIMIT: 'off' });
    await server.initialize();
    const wait = { name: 'wait', arguments: { ms: 100_000 } };
    const params = [wait, { ...wait, _meta: envelope() }];
    for (let i = 0; i < 1000; i++) server.send(request('x', 'tools/call', params[i % 2]!));
    const answers = (): readonly unknown[] => server.responses.filter(({ id }) => id === 'x');
    await eventually(() => answers().length === 999);
    await server.notify('notifications/cancelled', { requestId: 'x' });
    await server.waitForError('aborted: cancelled');
    server.send(request('x', 'tools/call', { name: 'caller', _meta: envelope() }));
    await eventually(() => answers().length === 1000);
    expect(answers().at(-1)).toMatchObject(SERVED);
    expect(server.stderr.split('a call waits')).toHaveLength(2);
  });
});
