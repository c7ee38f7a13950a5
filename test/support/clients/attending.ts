import { join } from 'node:path';
import { Client, type ClientOptions, LOG_LEVEL_META_KEY } from '@modelcontextprotocol/client';
import { eventually } from '../eventually.js';
import { ROOT } from '../servers/server-process.js';
import { run } from './clients.js';
import { OFFICIAL_CLIENTS, type OfficialClient, RUST_CLIENTS } from './official-clients.js';
import { TRANSPORTS_V2 } from './typescript-transports.js';

/** The notifications that a client of 2026-07-28 heard; the clients in other languages print the same as JSON. */
export interface Attended {
  readonly progress: readonly string[];
  /** From the level on that the call asked for. */
  readonly logs: readonly string[];
  /** Whether it listed the new tool, once it heard that the list has changed. */
  readonly hasGrown: boolean;
}

/** What each of them hears of `GrowingToolsModule`. */
export const ATTENDED: Attended = {
  progress: ['1/3 one', '3/3 three'],
  logs: ['warning {"careful":true}'],
  hasGrown: true,
};

const PYTHON_ATTEND = join(ROOT, 'test/clients/python/attend.py');

/** How a client attends, with the program that its row of the table names. It leaves a call of `wait` at its first progress. */
const ATTENDING: Readonly<Record<string, (url: string, program: string) => Promise<Attended>>> = {
  '@modelcontextprotocol/client, versionNegotiation auto': (url) => attend(url, { mode: 'auto' }),
  '@modelcontextprotocol/client, versionNegotiation pin': (url) =>
    attend(url, { mode: { pin: '2026-07-28' } }),
  'mcp (Python), Client': (url, python) => attendWith(python, PYTHON_ATTEND, url),
  'go-sdk': (url, client) => attendWith(client, 'attend', url),
  'rmcp, ClientLifecycleMode Auto': (url, client) => attendWith(client, 'attend', url),
};

type AttendingClient = OfficialClient & { attend(url: string, program: string): Promise<Attended> };

const attendingOf = (clients: readonly OfficialClient[]): AttendingClient[] =>
  clients
    .filter(({ takes }) => takes === 'stateless HTTP')
    .map((client) => ({ ...client, attend: ATTENDING[client.name]! }));

export const ATTENDING_CLIENTS = attendingOf(OFFICIAL_CLIENTS);
export const ATTENDING_RUST_CLIENTS = attendingOf(RUST_CLIENTS);

async function attendWith(program: string, ...args: string[]): Promise<Attended> {
  const ended = await run(program, args);
  if (ended.status !== 0) throw new Error(`The client ended with ${ended.status}: ${ended.stderr}`);
  return JSON.parse(ended.stdout) as Attended;
}

async function attend(
  url: string,
  versionNegotiation: ClientOptions['versionNegotiation'],
): Promise<Attended> {
  const [progress, logs]: [string[], string[]] = [[], []];
  let changes = 0;
  const client = new Client(
    { name: 'rookery-test', version: '1.0.0' },
    { versionNegotiation, listChanged: { tools: { onChanged: () => void changes++ } } },
  );
  client.setNotificationHandler('notifications/message', ({ params: { level, data } }) => {
    logs.push(`${level} ${JSON.stringify(data)}`);
  });
  await client.connect(TRANSPORTS_V2['stateless HTTP'](url));
  const report = { name: 'report', arguments: {}, _meta: { [LOG_LEVEL_META_KEY]: 'warning' } };
  await client.callTool(report, {
    onprogress: ({ progress: done, total, message }) => void progress.push(`${done}/${total} ${message}`),
  });
  await leaveCall(client);
  await client.callTool({ name: 'grow', arguments: {} });
  await eventually(() => changes > 0);
  const { tools } = await client.listTools();
  await client.close();
  return { progress, logs, hasGrown: tools.some(({ name }) => name === 'more') };
}

/** Cancels a call at its first progress. @throws Error if it is answered for all that */
async function leaveCall(client: Client): Promise<void> {
  const leaving = new AbortController();
  const call = client.callTool(
    { name: 'wait', arguments: {} },
    { signal: leaving.signal, onprogress: () => leaving.abort() },
  );
  const outcome = await call.then(
    () => 'answered',
    () => 'left',
  );
  if (outcome !== 'left') throw new Error('The call was answered');
}
