import { describeWith } from '../../support/available.js';
import { type Ended, expectedFindings, run, temporaryHome } from '../../support/clients/clients.js';
import { eventually } from '../../support/eventually.js';
import { type RunningRookery, startRookery } from '../../support/servers/rookery.js';
import { ServerProcess } from '../../support/servers/server-process.js';
import { StatelessToolsModule } from '../../support/tools/stateless-tools.js';
import { SERVER_META } from '../../support/wire/stateless.js';
import { scrape } from '../../support/telemetry/metrics.js';

const CALL = ['--method', 'tools/call', '--tool-name'];
const OPEN = 'rookery_open_streams{wire="stateless-http",revision="2026-07-28"}';

describeWith('ROOKERY_TEST_NODE24', 'The command line of the inspector', (node24) => {
  describeWith('ROOKERY_TEST_INSPECTOR', 'with --protocol-era modern', (inspector) => {
    let home: Awaited<ReturnType<typeof temporaryHome>>;

    beforeAll(async () => {
      home = await temporaryHome();
    });
    afterAll(() => home[Symbol.asyncDispose]());

    function inspect(url: string, ...args: string[]): Promise<Ended> {
      const options = ['--transport', 'http', '--protocol-era', 'modern', '--format', 'json'];
      return run(node24, [inspector, '--cli', `${url}/mcp`, ...options, ...args], { HOME: home.path });
    }

    describe('at the service', () => {
      let server: ServerProcess;
      let url: string;

      beforeAll(async () => {
        server = ServerProcess.start();
        url = await server.url();
      });
      afterAll(() => server[Symbol.asyncDispose]());

      it('lists the tools', async () => {
        const { status, stdout } = await inspect(url, '--method', 'tools/list');
        expect(status).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ result: { tools: [{ name: 'add' }, { name: 'echo' }] } });
      });

      it('calls a tool, over stateless HTTP alone', async () => {
        const { status, stdout } = await inspect(url, ...CALL, 'add', '--tool-args-json', '{"a":5,"b":3}');
        expect(status).toBe(0);
        expect(JSON.parse(stdout)).toEqual({
          result: { _meta: SERVER_META, content: [{ type: 'text', text: '8' }] },
        });
        await server.waitForLog(({ method }) => method === 'tools/call');
        const wires = server.log.filter(({ method }) => method).map(({ wire }) => wire);
        expect([...new Set(wires)]).toEqual(['stateless-http']);
      });

      it('shows which argument is wrong', async () => {
        const { status, stdout } = await inspect(url, ...CALL, 'add', '--tool-args-json', '{"a":"x","b":3}');
        const { isError, text } = (await expectedFindings()).wrongArgument;
        expect(status).toBe(5);
        expect(JSON.parse(stdout)).toEqual({
          result: { _meta: SERVER_META, isError, content: [{ type: 'text', text }] },
        });
      });

      it('does not find a tool that is not there', async () => {
        const { status, stderr } = await inspect(url, ...CALL, 'no-such-tool');
        expect(status).toBe(5);
        expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'tool_not_found' } });
      });
    });

    describe('at a server whose tools say more', () => {
      let server: RunningRookery;

      beforeAll(async () => {
        server = await startRookery({ RATE_LIMIT: 'off' }, StatelessToolsModule);
      });
      afterAll(() => server[Symbol.asyncDispose]());

      it('asks for log messages, and shows the answer alone', async () => {
        const { status, stdout, stderr } = await inspect(server.url, ...CALL, 'report');
        expect([status, stderr]).toEqual([0, '']);
        const text = 'inspector-cli anonymous 2026-07-28';
        expect(JSON.parse(stdout)).toEqual({
          result: { _meta: SERVER_META, content: [{ type: 'text', text }] },
        });
      });

      it('has no level to set', async () => {
        const { status, stderr } = await inspect(
          server.url,
          '--method',
          'logging/setLevel',
          '--log-level',
          'warning',
        );
        expect([status, stderr]).toEqual([1, expect.stringContaining('not supported by the negotiated')]);
      });

      it('leaves no stream open behind it', async () => {
        await inspect(server.url, '--method', 'tools/list');
        await eventually(async () => (await scrape(server.url)).get(OPEN) === 0);
      });
    });
  });
});
