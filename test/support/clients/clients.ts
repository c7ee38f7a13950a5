import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT, type ServerProcess } from '../servers/server-process.js';

/** What the clients of the TypeScript SDKs have in common. */
interface McpClient {
  getServerVersion(): { name: string; version: string } | undefined;
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(params: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

interface ToolResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

/** What a client saw of the server; the clients in other languages print the same as JSON. */
export interface Findings {
  readonly server: { readonly name: string; readonly version: string };
  readonly tools: readonly string[];
  readonly sum: string;
  readonly echo: string;
  readonly unknownToolCode: number;
  readonly wrongArgument: { readonly isError: boolean; readonly text: string };
  readonly sumAfterIdling: string;
}

const SAYING = 'Grüße, 世界 🐦\n"quoted"';

/** What every client sees of the service with its sample tools. */
export async function expectedFindings(): Promise<Findings> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return {
    server: { name: 'rookery', version },
    tools: ['add', 'echo'],
    sum: '8',
    echo: SAYING,
    unknownToolCode: -32602,
    wrongArgument: {
      isError: true,
      text: expect.stringMatching(/^Invalid arguments for tool add:\n- a: .+$/) as string,
    },
    sumAfterIdling: '5',
  };
}

/** Does with a connected client what the clients in other languages do, and closes it. */
export async function exercise(client: McpClient, idleSeconds = 0): Promise<Findings> {
  try {
    return await explore(client, idleSeconds);
  } finally {
    await client.close();
  }
}

async function explore(client: McpClient, idleSeconds: number): Promise<Findings> {
  const call = async (name: string, args: Record<string, unknown>): Promise<ToolResult> =>
    (await client.callTool({ name, arguments: args })) as ToolResult;
  const { name, version } = client.getServerVersion()!;
  const { tools } = await client.listTools();
  const sum = await call('add', { a: 5, b: 3 });
  const echo = await call('echo', { message: SAYING });
  const unknownToolCode = await call('no-such-tool', {}).then(
    () => Number.NaN,
    (error: { code: number }) => error.code,
  );
  const wrong = await call('add', { a: 'five', b: 3 });
  await delay(idleSeconds * 1000);
  const sumAfterIdling = await call('add', { a: 2, b: 3 });
  return {
    server: { name, version },
    tools: tools.map((tool) => tool.name),
    sum: sum.content[0]!.text,
    echo: echo.content[0]!.text,
    unknownToolCode,
    wrongArgument: { isError: wrong.isError === true, text: wrong.content[0]!.text },
    sumAfterIdling: sumAfterIdling.content[0]!.text,
  };
}

export interface Ended {
  /** The exit code, or the signal that ended it. */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; one that takes too long is killed. */
export function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  withinMs = 240_000,
): Promise<Ended> {
  const env = { PATH: process.env['PATH'], ...environment };
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: withinMs, killSignal: 'SIGKILL' }, (error, stdout, stderr) =>
      resolve({ status: error ? (error.code ?? error.signal ?? error.message) : 0, stdout, stderr }),
    );
  });
}

/** Runs a client of another language on the same scenario as `exercise`; it prints its findings. */
export async function runScenario(
  [program, ...args]: readonly [string, ...string[]],
  url: string,
  idleSeconds = 0,
): Promise<Findings> {
  const withinMs = 240_000 + idleSeconds * 1000;
  const ended = await run(program, [...args, url, SAYING, String(idleSeconds)], {}, withinMs);
  if (ended.status !== 0) throw new Error(`The client ended with ${ended.status}: ${ended.stderr}`);
  return JSON.parse(ended.stdout) as Findings;
}

/** The first requests that a client whose session has ended made, each with its outcome. */
export async function firstRequests(server: ServerProcess, count: number): Promise<string[]> {
  const readRequests = (): typeof server.log => server.log.filter(({ method }) => method);
  await server.waitForLog(() => readRequests().length >= count);
  const requests = readRequests();
  return requests.slice(0, count).map(({ method, outcome }) => `${String(method)}: ${String(outcome)}`);
}

/** A home folder for clients that write to it. */
export async function temporaryHome(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'rookery-home-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
