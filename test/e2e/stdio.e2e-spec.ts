import { eventually } from '../support/eventually.js';
import { BIN, MAIN, OWN, StdioProcess } from '../support/servers/stdio-process.js';

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

describe.each([
  ['main.js --stdio', MAIN],
  ['rookery --stdio', BIN],
])('%s', (_name, program) => {
  it('serves its client, prints nothing but messages, and exits with 0 when the input ends', async () => {
    await using server = StdioProcess.start(program);
    expect(await server.initialize()).toMatchObject({
      result: { protocolVersion: '2025-11-25', serverInfo: { name: 'rookery' } },
    });
    await server.notify('notifications/initialized');
    expect(await server.call('add', { a: 5, b: 3 })).toMatchObject({ result: text('8') });
    expect(await server.end()).toBe(0);
    expect(server.lines).toHaveLength(2);
    expect(server.stderr).toContain('Serving standard input and output, wires: stdio');
    expect(server.stderr).toContain('"principal":"stdio","outcome":"closed","msg":"session ended"');
    expect(server.stderr).toMatch(
      /"wire":"stdio","principal":"stdio","method":"tools\/call","tool":"add",.+"msg":"call"/,
    );
  });

  it('opens no port, and asks nobody for credentials', async () => {
    await using server = StdioProcess.start(program, {
      HOST: '0.0.0.0',
      PORT: 'none',
      MANAGEMENT_PORT: '1',
      PUBLIC_URL: 'https://mcp.example.com',
      AUTH: 'jwt',
      TLS_CERT_FILE: '/nowhere',
    });
    expect(await server.call('echo', { message: 'x' })).toMatchObject({ result: text('x') });
    expect(await server.end()).toBe(0);
    expect(server.stderr).not.toContain('Listening');
  });

  it('says on the standard error which variable is wrong', async () => {
    await using server = StdioProcess.start(program, { MAX_BODY_BYTES: 'much' });
    expect(await server.exited).toBeGreaterThan(0);
    expect(server.stderr).toMatch(/^(rookery: )?MAX_BODY_BYTES must be a whole number/);
    expect(server.lines).toEqual([]);
  });
});

describe('A program of its own over stdio', () => {
  let server: StdioProcess;

  beforeEach(() => {
    server = StdioProcess.start(OWN);
  });

  afterEach(() => server[Symbol.asyncDispose]());

  it('is who its author says, and its tools print to the standard error', async () => {
    expect(await server.initialize()).toMatchObject({
      result: { serverInfo: { name: 'own', version: '1.2.3' } },
    });
    expect(await server.call('print')).toMatchObject({ result: text('printed') });
    expect(await server.end()).toBe(0);
    expect(server.lines).toHaveLength(2);
    for (const printed of ['a constructor', 'console.log', 'process.stdout'])
      expect(server.stderr).toContain(`printed by ${printed}\n`);
  });

  it('goes on when a tool ends or destroys the standard output', async () => {
    expect(await server.call('end')).toMatchObject({ result: text('ended') });
    expect(await server.call('print')).toMatchObject({ result: text('printed') });
    expect(await server.end()).toBe(0);
    expect(server.lines).toHaveLength(2);
    // Log lines may come in between.
    expect(server.stderr).toMatch(/printed at the end\n[^]*printed after the end\n/);
  });

  it('lets who started it call what needs a scope', async () => {
    expect(await server.call('admin')).toMatchObject({ result: text('stdio true') });
  });

  it('serves a message without initialize as HTTP+SSE does, and a last line without an end', async () => {
    server.write(
      '\r\n  \n{"jsonrpc":"2.0","id":"a","method":"ping"}\r\n{"jsonrpc":"2.0","id":"b","method":"ping"}',
    );
    server.child.stdin!.end();
    expect(await server.exited).toBe(0);
    expect(server.responses).toEqual([
      { jsonrpc: '2.0', id: 'a', result: {} },
      { jsonrpc: '2.0', id: 'b', result: {} },
    ]);
  });

  it('serves batches in the revision that has them, and answers each message by itself', async () => {
    await server.initialize('2025-03-26');
    const [a, b] = ['a', 'b'].map((id) => ({ jsonrpc: '2.0', id, method: 'ping' }));
    server.send([a, b]);
    expect([await server.responseTo('a'), await server.responseTo('b')]).toEqual([
      { jsonrpc: '2.0', id: 'a', result: {} },
      { jsonrpc: '2.0', id: 'b', result: {} },
    ]);
    await server.initialize('2025-06-18');
    server.send([a]);
    expect(await server.responseTo(null)).toMatchObject({
      error: { code: -32600, message: 'Batches are not part of this protocol revision' },
    });
  });

  it('tells of changes, progress and log messages', async () => {
    await server.initialize();
    await server.call('progress', {}, { _meta: { progressToken: 7 } });
    await server.call('talk', { count: 1, length: 1 });
    await server.call('grow');
    await eventually(() => server.messages.length >= 3);
    expect(server.messages.map(({ method }) => method)).toEqual([
      'notifications/progress',
      'notifications/message',
      'notifications/tools/list_changed',
    ]);
  });

  it('aborts a call that its client cancels, and does not answer it', async () => {
    server.send({
      jsonrpc: '2.0',
      id: 'c',
      method: 'tools/call',
      params: { name: 'wait', arguments: { ms: 100_000 } },
    });
    await server.waitForError('a call waits');
    await server.notify('notifications/cancelled', { requestId: 'c' });
    await server.waitForError('aborted: cancelled');
    expect(await server.ask('ping')).toMatchObject({ result: {} });
    expect(await server.end()).toBe(0);
    expect(server.responses.map(({ id }) => id)).not.toContain('c');
  });
});

describe('The end of a server over stdio', () => {
  it.each<[string, (server: StdioProcess) => unknown, string]>([
    ['the input ends', ({ child }) => child.stdin!.end(), 'undefined'],
    ['SIGTERM comes', ({ child }) => child.kill('SIGTERM'), 'SIGTERM'],
    ['SIGINT comes', ({ child }) => child.kill('SIGINT'), 'SIGINT'],
  ])('answers the calls that it has accepted when %s, and exits with 0', async (_name, end, signal) => {
    await using server = StdioProcess.start(OWN);
    const calls = [server.call('wait', { ms: 1500 }), server.call('text', { length: 900_000 })];
    await server.waitForError('a call waits');
    end(server);
    expect(await server.exited).toBe(0);
    expect(await calls[0]).toMatchObject({ result: text('waited') });
    expect(await calls[1]).toMatchObject({ result: text('x'.repeat(900_000)) });
    expect(server.stderr).toContain(`shut down by ${signal}\n`);
  });

  it('tells a call that is not done in time that its outcome is unknown', async () => {
    await using server = StdioProcess.start(OWN, { SHUTDOWN_SECONDS: '1' });
    const call = server.call('wait', { ms: 200_000 });
    await server.waitForError('a call waits');
    expect(await server.end()).toBe(0);
    expect(await call).toMatchObject({ error: { code: -32000, data: { reason: 'outcome-unknown' } } });
  });

  it('refuses new calls while it waits for others after SIGTERM', async () => {
    await using server = StdioProcess.start(OWN);
    const call = server.call('wait', { ms: 3000 });
    await server.waitForError('a call waits');
    server.child.kill('SIGTERM');
    await server.waitForError('Draining');
    expect(await server.call('print')).toMatchObject({ error: { data: { reason: 'draining' } } });
    expect(await call).toMatchObject({ result: text('waited') });
    expect(await server.exited).toBe(0);
  });
});
