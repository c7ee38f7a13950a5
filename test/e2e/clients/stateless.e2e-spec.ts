import { join } from 'node:path';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describeWith } from '../../support/available.js';
import {
  exercise,
  expectedFindings,
  type Findings,
  run,
  runScenario,
} from '../../support/clients/clients.js';
import { temporaryHome } from '../../support/clients/clients.js';
import { ROOT, ServerProcess } from '../../support/servers/server-process.js';
import { REVISION } from '../../support/wire/stateless.js';

/** The wires by which the calls of a server came, once so many tools were called. */
async function wiresOf(server: ServerProcess, toolCalls: number): Promise<unknown[]> {
  const calls = (): typeof server.log => server.log.filter(({ method }) => method);
  await server.waitForLog(() => calls().filter(({ method }) => method === 'tools/call').length >= toolCalls);
  return [...new Set(calls().map(({ wire }) => wire))];
}

async function exploreWith(options: ClientOptions, url: string): Promise<Findings> {
  const client = new Client({ name: 'test', version: '1' }, options);
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return await exercise(client);
}

describe('A client of revision 2026-07-28', () => {
  it.each<[name: string, versionNegotiation: ClientOptions['versionNegotiation']]>([
    ['asks for it first', { mode: 'auto' }],
    ['speaks nothing else', { mode: { pin: REVISION } }],
  ])('that is of TypeScript, and %s, is served by the wire of that revision alone', async (_name, mode) => {
    await using server = ServerProcess.start();
    const findings = await exploreWith({ versionNegotiation: mode }, `${await server.url()}/mcp`);
    expect(findings).toEqual(await expectedFindings());
    expect(await wiresOf(server, 5)).toEqual(['stateless-http']);
  });

  describeWith('ROOKERY_TEST_PYTHON', 'that is of Python', (python) => {
    it('is served by the wire of that revision alone', async () => {
      await using server = ServerProcess.start();
      const scenario = join(ROOT, 'test/clients/python/scenario.py');
      const findings = await runScenario([python, scenario, 'client'], `${await server.url()}/mcp`);
      expect(findings).toEqual(await expectedFindings());
      expect(await wiresOf(server, 5)).toEqual(['stateless-http']);
    });
  });

  describeWith('ROOKERY_TEST_NODE24', 'that is the inspector', (node24) => {
    describeWith('ROOKERY_TEST_INSPECTOR', 'of its own', (inspector) => {
      it('is served by the wire of that revision alone', async () => {
        await using server = ServerProcess.start();
        await using home = await temporaryHome();
        const target = [
          '--cli',
          `${await server.url()}/mcp`,
          '--transport',
          'http',
          '--protocol-era',
          'modern',
        ];
        const call = ['--method', 'tools/call', '--tool-name', 'add', '--tool-args-json', '{"a":5,"b":3}'];
        const { stdout } = await run(node24, [inspector, ...target, ...call, '--format', 'json'], {
          HOME: home.path,
        });
        expect(JSON.parse(stdout)).toMatchObject({ result: { content: [{ type: 'text', text: '8' }] } });
        expect(await wiresOf(server, 1)).toEqual(['stateless-http']);
      });
    });
  });
});
