import { describeWith } from '../../support/available.js';
import { STDIO_TARGET, stdioParametersOf } from '../../support/clients/client-wires.js';
import { type Ended, expectedFindings, run, temporaryHome } from '../../support/clients/clients.js';
import { ServerProcess } from '../../support/servers/server-process.js';

const ADD = ['--method', 'tools/call', '--tool-name', 'add', '--tool-args-json'];

describeWith('ROOKERY_TEST_NODE24', 'The command line of the inspector', (node24) => {
  describeWith('ROOKERY_TEST_INSPECTOR', 'over HTTP', (inspector) => {
    let server: ServerProcess;
    let url: string;
    let home: Awaited<ReturnType<typeof temporaryHome>>;

    beforeAll(async () => {
      home = await temporaryHome();
      server = ServerProcess.start();
      url = await server.url();
    });

    afterAll(async () => {
      await server[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
    });

    function inspect(path: string, ...args: string[]): Promise<Ended> {
      const transport = path === '/mcp' ? 'http' : 'sse';
      const options = ['--cli', `${url}${path}`, '--transport', transport, '--format', 'json', ...args];
      return run(node24, [inspector, ...options], { HOME: home.path });
    }

    it.each(['/sse', '/', '/mcp'])('initializes at %s', async (path) => {
      const { status, stdout } = await inspect(path, '--method', 'initialize');
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        result: { serverInfo: (await expectedFindings()).server, protocolVersion: '2025-11-25' },
      });
    });

    it('lists the tools with their schemas', async () => {
      const { status, stdout } = await inspect('/sse', '--method', 'tools/list');
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        result: {
          tools: [
            { name: 'add', inputSchema: { properties: { a: { type: 'number' }, b: { type: 'number' } } } },
            { name: 'echo', inputSchema: { properties: { message: { type: 'string' } } } },
          ],
        },
      });
    });

    it.each(['/sse', '/mcp'])('calls a tool at %s', async (path) => {
      const { status, stdout } = await inspect(path, ...ADD, '{"a":5,"b":3}');
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ result: { content: [{ type: 'text', text: '8' }] } });
    });

    it('shows which argument is wrong', async () => {
      const { status, stdout } = await inspect('/sse', ...ADD, '{"a":"five","b":3}');
      const { isError, text } = (await expectedFindings()).wrongArgument;
      expect(status).toBe(5);
      expect(JSON.parse(stdout)).toEqual({ result: { isError, content: [{ type: 'text', text }] } });
    });

    it('does not find a tool that is not there', async () => {
      const { status, stderr } = await inspect(
        '/sse',
        '--method',
        'tools/call',
        '--tool-name',
        'no-such-tool',
      );
      expect(status).toBe(5);
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'tool_not_found' } });
    });
  });

  describeWith('ROOKERY_TEST_INSPECTOR', 'over stdio', (inspector) => {
    it('calls a tool', async () => {
      await using home = await temporaryHome();
      const { command, args } = stdioParametersOf(STDIO_TARGET);
      const options = ['--cli', command, ...args, '--format', 'json', ...ADD, '{"a":5,"b":3}'];
      const { status, stdout } = await run(node24, [inspector, ...options], { HOME: home.path });
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ result: { content: [{ type: 'text', text: '8' }] } });
    });
  });
});
