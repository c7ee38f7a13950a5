import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { eventually } from '../eventually.js';
import { freePort, isListening } from '../free-port.js';
import { ROOT } from '../servers/server-process.js';
import type { Block } from './snippets.js';

/** A call that a page shows after `> `, and what its client gets, line by line. */
export interface DocumentedCall {
  readonly tool: string;
  readonly args: object;
  readonly lines: readonly string[];
}

/** The calls of the blocks that are marked `calls`, or `calls: …` with one of these names. */
export function callsOf(blocks: readonly Block[], ...names: readonly string[]): DocumentedCall[] {
  const marks = names.length > 0 ? names.map((name) => `calls: ${name}`) : ['calls'];
  return blocks
    .filter(({ mark }) => marks.includes(mark))
    .flatMap(({ text }) => text.split(/^> /m).slice(1))
    .map((shown) => {
      const [line, ...lines] = shown.trim().split('\n');
      const [, tool, args = '{}'] = /^(\S+)(?: (.+))?$/.exec(line!)!;
      return { tool: tool!, args: JSON.parse(args) as object, lines };
    });
}

type Received = Record<string, unknown> & { params?: Record<string, unknown> };

/** A client that shows what it gets as the pages do. */
export class DocumentedClient implements AsyncDisposable {
  private readonly messages: Received[] = [];
  private lastId = 0;

  private constructor(private readonly transport: Transport) {
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a transport has no other way
    transport.onmessage = (message) => this.messages.push(message);
  }

  static async open(transport: Transport): Promise<DocumentedClient> {
    const client = new DocumentedClient(transport);
    await transport.start();
    const clientInfo = { name: 'docs', version: '1.0.0' };
    await client.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    transport.setProtocolVersion?.('2025-11-25');
    await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return client;
  }

  /**
   * @returns the lines of a call's notifications and of its answer; of `tools/list`, the tool that is asked for; of another
   * method, its answer
   */
  async call({ tool, args }: Pick<DocumentedCall, 'tool' | 'args'>): Promise<string[]> {
    this.messages.length = 0;
    if (tool === 'tools/list') {
      const { tools } = (await this.request(tool, {}))['result'] as { tools: { name: string }[] };
      const { name } = args as { name: string };
      return [JSON.stringify(tools.find((listed) => listed.name === name))];
    }
    if (tool.includes('/')) return [toLine(await this.request(tool, args as Record<string, unknown>))];
    await this.request('tools/call', { name: tool, arguments: args, _meta: { progressToken: 't' } });
    return this.messages.map(toLine);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.transport.close();
  }

  private async request(method: string, params: Record<string, unknown>): Promise<Received> {
    const id = ++this.lastId;
    await this.transport.send({ jsonrpc: '2.0', id, method, params });
    return (await eventually(
      () => this.messages.find((message) => message['id'] === id),
      (answer) => answer !== undefined,
    ))!;
  }
}

function toLine({ method, params, error, result }: Received): string {
  if (method === 'notifications/progress')
    return `progress ${JSON.stringify({ ...params, progressToken: undefined })}`;
  if (method === 'notifications/message') return `log ${JSON.stringify(params)}`;
  return error ? `error ${JSON.stringify(error)}` : JSON.stringify(result);
}

/** Runs a page's server on a free port, and stops it after `use`. */
export async function withServer(
  program: string,
  use: (url: string, printed: () => string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const server = spawn(process.execPath, [join(ROOT, program)], {
    env: { PATH: process.env['PATH'], PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  server.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const exited = once(server, 'close');
  try {
    await eventually(() => server.exitCode !== null || isListening(port));
    if (server.exitCode !== null) throw new Error(`${program} stopped: ${said}`);
    await use(`http://localhost:${port}`, () => printed);
  } finally {
    server.kill('SIGKILL');
    await exited;
  }
}
