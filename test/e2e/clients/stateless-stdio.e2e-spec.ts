import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientOptions } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describeWith } from '../../support/available.js';
import { stdioParametersOf } from '../../support/clients/client-wires.js';
import { exercise, expectedFindings, runScenario } from '../../support/clients/clients.js';
import { eventually } from '../../support/eventually.js';
import { ROOT } from '../../support/servers/server-process.js';
import { MAIN, OWN } from '../../support/servers/stdio-process.js';
import { REVISION } from '../../support/wire/stateless.js';

const IDENTITY = { name: 'test', version: '1' };

/** A command, as a client starts it, perhaps more than once, and the methods that its log says were called. */
interface LoggedServer extends AsyncDisposable {
  /** As JSON. */
  readonly target: string;
  methods(): Promise<unknown[]>;
}

async function logTo([file, ...args]: readonly string[]): Promise<LoggedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'rookery-stdio-'));
  const log = join(folder, 'log');
  const shell = ['sh', '-c', 'log=$1; shift; exec "$@" 2>>"$log"', 'sh', log];
  return {
    target: JSON.stringify([...shell, process.execPath, join(ROOT, file!), ...args]),
    async methods() {
      const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line.startsWith('{'));
      const read = (line: string): unknown => (JSON.parse(line) as { method?: unknown }).method;
      return [...new Set(lines.map(read).filter(Boolean))];
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

describe('A client of revision 2026-07-28 over stdio', () => {
  it.each<[name: string, mode: ClientOptions['versionNegotiation']]>([
    ['asks for it first', { mode: 'auto' }],
    ['speaks nothing else', { mode: { pin: REVISION } }],
  ])('that is of TypeScript, and %s, is served without initialize', async (_name, versionNegotiation) => {
    await using server = await logTo(MAIN);
    const client = new Client(IDENTITY, { versionNegotiation });
    await client.connect(new StdioClientTransport(stdioParametersOf(server.target)));
    expect(client.getNegotiatedProtocolVersion()).toBe(REVISION);
    expect(await exercise(client)).toEqual(await expectedFindings());
    expect(await server.methods()).toEqual(['server/discover', 'tools/list', 'tools/call']);
  });

  it('that is of TypeScript hears of changes where it has a handler of them', async () => {
    await using server = await logTo(OWN);
    let changes = 0;
    const client = new Client(IDENTITY, {
      versionNegotiation: { mode: 'auto' },
      listChanged: { tools: { onChanged: () => void changes++ } },
    });
    await client.connect(new StdioClientTransport(stdioParametersOf(server.target)));
    await client.callTool({ name: 'change', arguments: {} });
    await eventually(() => changes > 0);
    await client.close();
    expect(await server.methods()).not.toContain('initialize');
  });

  describeWith('ROOKERY_TEST_PYTHON', 'that is of Python', (python) => {
    it('is served without initialize', async () => {
      await using server = await logTo(MAIN);
      const scenario = join(ROOT, 'test/clients/python/scenario.py');
      const findings = await runScenario([python, scenario, 'client'], server.target);
      expect(findings).toEqual(await expectedFindings());
      expect(await server.methods()).toEqual(['server/discover', 'tools/list', 'tools/call']);
    });
  });
});
