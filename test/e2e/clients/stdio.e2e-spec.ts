import { join } from 'node:path';
import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describeWith } from '../../support/available.js';
import {
  exercise,
  expectedFindings,
  run,
  runScenario,
  temporaryHome,
} from '../../support/clients/clients.js';
import { ROOT } from '../../support/servers/server-process.js';

const CLIENT = { name: 'rookery-test', version: '1.0.0' };
const ARGS = [join(ROOT, 'dist/main.js'), '--stdio'];
const PARAMETERS = { command: process.execPath, args: ARGS, stderr: 'ignore' } as const;
/** For the clients of other languages. */
const COMMAND = JSON.stringify([process.execPath, ...ARGS]);
const SCENARIO = join(ROOT, 'test/clients/python/scenario.py');

describe('Over stdio', () => {
  it('works the client of @modelcontextprotocol/sdk', async () => {
    const client = new ClientV1(CLIENT);
    await client.connect(new StdioV1(PARAMETERS));
    expect(await exercise(client)).toEqual(await expectedFindings());
  });

  it.each(['legacy', 'auto'] as const)(
    'works the client of @modelcontextprotocol/client, mode %s',
    async (mode) => {
      const client = new ClientV2(CLIENT, { versionNegotiation: { mode } });
      await client.connect(new StdioV2(PARAMETERS));
      const version = client.getNegotiatedProtocolVersion();
      expect(await exercise(client)).toEqual(await expectedFindings());
      expect(version).toBe('2025-11-25');
    },
  );

  describeWith('ROOKERY_TEST_PYTHON', 'where Python is', (python) => {
    it.each(['session', 'client'])('works its %s', async (kind) => {
      expect(await runScenario([python, SCENARIO, kind], COMMAND)).toEqual(await expectedFindings());
    });
  });

  describeWith('ROOKERY_TEST_GO_CLIENT', 'where Go is', (client) => {
    it('works its client', async () => {
      expect(await runScenario([client], COMMAND, 1)).toEqual(await expectedFindings());
    });
  });

  describeWith('ROOKERY_TEST_NODE24', 'where Node 24 is', (node24) => {
    describeWith('ROOKERY_TEST_INSPECTOR', 'and the inspector', (inspector) => {
      it('works its command line', async () => {
        await using home = await temporaryHome();
        const call = ['--method', 'tools/call', '--tool-name', 'add', '--tool-args-json', '{"a":5,"b":3}'];
        const args = ['--cli', process.execPath, ...ARGS, '--format', 'json', ...call];
        const { status, stdout } = await run(node24, [inspector, ...args], { HOME: home.path });
        expect(status).toBe(0);
        expect(JSON.parse(stdout)).toEqual({ result: { content: [{ type: 'text', text: '8' }] } });
      });
    });
  });
});
