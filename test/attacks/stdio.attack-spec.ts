import { eventually } from '../support/eventually.js';
import { MAIN, OWN, StdioProcess } from '../support/servers/stdio-process.js';

const MIB = 1024 * 1024;
const SMALL_HEAP = ['--max-old-space-size=64'];
/** A process of 64 MiB of heap, with what Node itself takes. */
const MAX_RSS_MIB = 300;

const call = (id: unknown, name: string, args: object): object => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});

/** Writes as fast as it is read, which may be never. */
async function pour(server: StdioProcess, part: Buffer, count: number): Promise<number> {
  const { stdin } = server.child;
  let poured = 0;
  for (; poured < count && stdin!.writable; poured++) {
    if (stdin!.write(part)) continue;
    const isDrained = await eventually(() => !stdin!.writableNeedDrain, Boolean, 3_000).catch(() => false);
    if (!isDrained) break;
  }
  return poured;
}

describe('A hostile client over stdio', () => {
  it('sends a line without an end: it costs no memory, and is answered at its end', async () => {
    await using server = StdioProcess.start(MAIN, {}, SMALL_HEAP);
    await server.initialize();
    server.write(
      '{"jsonrpc":"2.0","id":"endless","method":"tools/call","params":{"name":"echo","arguments":{"message":"',
    );
    expect(await pour(server, Buffer.alloc(MIB, 'x'), 300)).toBe(300);
    expect(await server.rssMib()).toBeLessThan(MAX_RSS_MIB);
    server.write('"}}}\n');
    expect(await server.responseTo('endless')).toMatchObject({
      result: { isError: true, content: [{ text: expect.stringContaining('MAX_BODY_BYTES') as string }] },
    });
    expect(await server.call('echo', { message: 'still here' })).toMatchObject({ result: {} });
  });

  it.each<[string, string, object]>([
    [
      'that is too long and names its request last',
      `{"x":"${'x'.repeat(5 * MIB)}","jsonrpc":"2.0","method":"ping","id":9}`,
      { id: 9, error: { code: -32600 } },
    ],
    [
      'that is too long and names no request',
      `["${'x'.repeat(5 * MIB)}"]`,
      { id: null, error: { code: -32600 } },
    ],
    [
      'with an id of 4 MiB',
      `{"jsonrpc":"2.0","method":"ping","id":"${'i'.repeat(4 * MIB - 100)}"}`,
      { id: null, error: { code: -32600 } },
    ],
    ['of 100,000 levels', '['.repeat(100_000), { id: null, error: { code: -32600 } }],
    ['of 400,000 values', `[${'0,'.repeat(400_000)}0]`, { id: null, error: { code: -32600 } }],
    ['that is no JSON', '{"jsonrpc":', { id: null, error: { code: -32700 } }],
    ['that is no UTF-8', '{"jsonrpc":"2.0","id":1,"method":"\xff"}', { id: null, error: { code: -32700 } }],
  ])('sends a line %s', async (_what, line, answer) => {
    await using server = StdioProcess.start();
    server.write(Buffer.from(`${line}\n`, 'latin1'));
    await eventually(() => server.responses.length > 0);
    expect(server.responses).toMatchObject([answer]);
    expect(server.lines[0]!.length).toBeLessThan(1000);
    expect(await server.ask('ping')).toMatchObject({ result: {} });
    expect(await server.end()).toBe(0);
  });

  it('closes the input in the middle of a line: the rest is told to be no message', async () => {
    await using server = StdioProcess.start();
    server.write('{"jsonrpc":"2.0","id":1,"meth');
    expect(await server.end()).toBe(0);
    expect(server.responses).toMatchObject([{ id: null, error: { code: -32700 } }]);
  });

  it.each<[string, string, object]>([
    ['pings', 'ping', {}],
    ['lists of tools', 'tools/list', {}],
    ['answers of 900 kB', 'tools/call', { name: 'text', arguments: { length: 900_000 } }],
  ])(
    'reads nothing of its %s: it is not read either, and memory does not grow',
    async (_what, method, params) => {
      await using server = StdioProcess.start(OWN, { RATE_LIMIT: 'off' }, SMALL_HEAP);
      await server.initialize();
      server.stall();
      const message = JSON.stringify({ jsonrpc: '2.0', id: 'n', method, params });
      const part = Buffer.from(`${message}\n`.repeat(1000));
      expect(await pour(server, part, 20_000)).toBeLessThan(20_000);
      expect(await server.rssMib()).toBeLessThan(MAX_RSS_MIB);
      // Whatever came of it, a signal ends the process in time.
      server.child.kill('SIGTERM');
      server.child.stdout!.resume();
      expect(await server.exited).toBe(0);
    },
  );

  it('reads nothing while a tool talks: what may be missed is dropped', async () => {
    await using server = StdioProcess.start(OWN, {}, SMALL_HEAP);
    await server.initialize();
    server.stall();
    server.send(call('talk', 'talk', { count: 20_000, length: 10_000 }));
    await server.waitForError('talked');
    expect(await server.rssMib()).toBeLessThan(MAX_RSS_MIB);
    server.child.stdout!.resume();
    expect(await server.responseTo('talk')).toMatchObject({ result: {} });
    expect(server.messages.length).toBeLessThan(1000);
  });

  it('is given up when answers of calls at once are more than the server may hold', async () => {
    const environment = { MAX_BUFFERED_BYTES: String(4 * MIB) };
    await using server = StdioProcess.start(OWN, environment, SMALL_HEAP);
    await server.initialize();
    server.stall();
    for (let id = 0; id < 20; id++) server.send(call(id, 'later', { ms: 500, length: 900_000 }));
    expect(await server.gone).toBe(0);
    expect(server.stderr).toMatch(/The client is given up: \d+ bytes wait, and it does not read/);
  });

  it('does not read, and the signal comes: the process ends in time', async () => {
    await using server = StdioProcess.start(OWN, { SHUTDOWN_SECONDS: '1' });
    server.stall();
    server.send(call(1, 'text', { length: 900_000 }));
    await server.waitForError('"tool":"text"');
    server.child.kill('SIGTERM');
    expect(await server.gone).toBe(0);
  });

  it('dies: a call that writes to it ends, and the process too', async () => {
    await using server = StdioProcess.start(OWN);
    await server.initialize();
    server.send(call(1, 'wait', { ms: 200_000 }));
    await server.waitForError('a call waits');
    server.child.stdout!.destroy();
    server.send(call(2, 'text', { length: 10 }));
    expect(await server.exited).toBe(0);
    expect(server.stderr).toContain('aborted: disconnected');
    expect(server.stderr).toContain('"outcome":"disconnected","msg":"session ended"');
  });

  it('dies with every pipe: the process ends without a word', async () => {
    await using server = StdioProcess.start(OWN);
    await server.initialize();
    for (const pipe of [server.child.stderr!, server.child.stdout!, server.child.stdin!]) pipe.destroy();
    expect(await server.gone).toBe(0);
  });

  it('reads no log: tools that print do not wait, and memory does not grow', async () => {
    await using server = StdioProcess.start(OWN, { RATE_LIMIT: 'off' }, SMALL_HEAP);
    await server.initialize();
    server.child.stderr!.pause();
    server.send(call('loud', 'shout', { count: 3000, length: 10_000 }));
    expect(await server.responseTo('loud')).toMatchObject({ result: {} });
    expect(await server.rssMib()).toBeLessThan(MAX_RSS_MIB);
  });

  it('sees nothing of the environment', async () => {
    const secrets = {
      AUTH_TOKEN: 'canary-1'.repeat(5),
      DATABASE_PASSWORD: 'canary-2',
      MAX_BODY_BYTES: '2048',
    };
    await using server = StdioProcess.start(OWN, secrets);
    await server.initialize();
    await server.ask('tools/list');
    await server.ask('tools/drop');
    server.write(`${'x'.repeat(5000)}\n`);
    expect(await server.end()).toBe(0);
    expect(server.lines.join('\n') + server.stderr).not.toContain('canary');
  });
});
