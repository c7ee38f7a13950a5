import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually.js';
import { ROOT, ServerProcess } from '../support/servers/server-process.js';

const OPEN_STREAM = 'curl -N http://localhost:8000/sse';

const LIST_TOOLS_AT_ONCE = `curl -X POST http://localhost:8000/message \\
  -H "Content-Type: application/json" \\
  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'`;

const INITIALIZE = `curl -X POST http://localhost:8000/message \\
  -H "Content-Type: application/json" \\
  -d '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}'`;

const LIST_TOOLS = `curl -X POST http://localhost:8000/message \\
  -H "Content-Type: application/json" \\
  -d '{"jsonrpc":"2.0","id":2,"method":"tools/list"}'`;

const CALL_ECHO = `curl -X POST http://localhost:8000/message \\
  -H "Content-Type: application/json" \\
  -d '{
    "jsonrpc":"2.0",
    "id":3,
    "method":"tools/call",
    "params":{"name":"echo","arguments":{"message":"hello SSE"}}
  }'`;

const TOOLS = [
  {
    name: 'add',
    description: 'Add two numbers',
    inputSchema: {
      type: 'object',
      properties: {
        a: { type: 'number', description: 'First addend' },
        b: { type: 'number', description: 'Second addend' },
      },
      required: ['a', 'b'],
      additionalProperties: false,
    },
  },
  {
    name: 'echo',
    description: 'Say a message back',
    inputSchema: {
      type: 'object',
      properties: { message: { type: 'string', description: 'What to say back' } },
      required: ['message'],
      additionalProperties: false,
    },
  },
];

/** A `curl -N` that runs until it is killed. */
class Watch implements AsyncDisposable {
  output = '';

  constructor(private readonly child: ChildProcess) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.child, 'close');
    this.child.kill();
    await closed;
  }
}

describe('The curl lines that introduce MCP over SSE', () => {
  let server: ServerProcess;
  let port: string;
  let version: string;

  beforeAll(async () => {
    server = ServerProcess.start({ HEARTBEAT_SECONDS: '0.5' });
    ({ port } = new URL(await server.url()));
    ({ version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string });
  });

  afterAll(() => server[Symbol.asyncDispose]());

  const here = (command: string): string => command.replace('localhost:8000', `localhost:${port}`);

  /** What a line prints. */
  async function run(command: string): Promise<string> {
    const { stdout } = await promisify(execFile)('bash', ['-c', here(command)]);
    return stdout;
  }

  const watch = (command: string): Watch =>
    new Watch(spawn('bash', ['-c', here(command)], { stdio: ['ignore', 'pipe', 'ignore'] }));

  it('show a stream that says where to post, that it is connected, and that it is alive', async () => {
    await using stream = watch(OPEN_STREAM);
    await eventually(() => stream.output.match(/^event: heartbeat\ndata: .+\n\n/m));
    const sessionId = /sessionId=([A-Za-z0-9_-]{22})\n/.exec(stream.output)?.[1];
    const timestamp = /"timestamp":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/.exec(stream.output)?.[1];
    expect(stream.output.trimStart()).toBe(
      `event: endpoint\ndata: /message?sessionId=${sessionId}\n\n` +
        `event: connected\ndata: {"sessionId":"${sessionId}","server":"rookery","heartbeatSeconds":0.5}\n\n` +
        `event: heartbeat\ndata: {"timestamp":"${timestamp}"}\n\n`,
    );
    expect(Math.abs(Date.parse(timestamp!) - Date.now())).toBeLessThan(60_000);
  });

  it('list the tools of a server that nobody initialised', async () => {
    expect(await run(LIST_TOOLS_AT_ONCE)).toBe(
      JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools: TOOLS } }),
    );
  });

  it('initialise without any params', async () => {
    expect(await run(INITIALIZE)).toBe(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        result: {
          protocolVersion: '2025-11-25',
          capabilities: { logging: {}, tools: { listChanged: true } },
          serverInfo: { name: 'rookery', version },
        },
      }),
    );
  });

  it('list the tools after that', async () => {
    await run(INITIALIZE);
    expect(await run(LIST_TOOLS)).toBe(JSON.stringify({ jsonrpc: '2.0', id: 2, result: { tools: TOOLS } }));
  });

  it('call echo', async () => {
    expect(await run(CALL_ECHO)).toBe(
      '{"jsonrpc":"2.0","id":3,"result":{"content":[{"type":"text","text":"hello SSE"}]}}',
    );
  });

  it('ask for its health, which counts the open streams', async () => {
    const health = async (): Promise<Record<string, unknown>> =>
      JSON.parse(await run('curl http://localhost:8000/health')) as Record<string, unknown>;
    await eventually(health, ({ activeConnections }) => activeConnections === 0);
    await using one = watch(OPEN_STREAM);
    await using another = watch(OPEN_STREAM);
    await eventually(() => one.output !== '' && another.output !== '');
    const report = await eventually(health, ({ activeConnections }) => activeConnections === 2);
    expect(report).toEqual({
      status: 'healthy',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      uptimeSeconds: expect.any(Number) as number,
      activeConnections: 2,
      version,
    });
  });
});
