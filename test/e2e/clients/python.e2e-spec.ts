import { join } from 'node:path';
import { describeWith } from '../../support/available.js';
import { expectedFindings, firstRequests, run, runScenario } from '../../support/clients/clients.js';
import { ROOT, ServerProcess } from '../../support/servers/server-process.js';

const EXAMPLE = join(ROOT, 'examples/python-client/client.py');
const SCENARIO = join(ROOT, 'test/clients/python/scenario.py');

/** The URL by the name that examples use. */
async function localhost(server: ServerProcess, path: string): Promise<string> {
  return (await server.url()).replace('127.0.0.1', 'localhost') + path;
}

describeWith('ROOKERY_TEST_PYTHON', 'The Python client', (python) => {
  it.each(['', '/sse', '/mcp'])('lists the tools and adds with the example at localhost%s', async (path) => {
    await using server = ServerProcess.start();
    expect(await run(python, [EXAMPLE, await localhost(server, path)])).toEqual({
      status: 0,
      stdout: 'add: Add two numbers\necho: Say a message back\nResult: 8\n',
      stderr: '',
    });
  });

  it.each(['', '/sse', '/mcp'])('works as a ClientSession at localhost%s', async (path) => {
    await using server = ServerProcess.start();
    const findings = await runScenario([python, SCENARIO, 'session'], await localhost(server, path));
    expect(findings).toEqual(await expectedFindings());
    expect(await firstRequests(server, 2)).toEqual(['initialize: ok', 'tools/list: ok']);
  });

  it.each<[path: string, how: string, environment: NodeJS.ProcessEnv, first: string]>([
    ['/sse', 'gets the answer that there is no server/discover, and initializes', {}, 'initialize: ok'],
    ['/mcp', 'discovers what is served', {}, 'server/discover: ok'],
    [
      '/mcp',
      'initializes where its newest revision is not served',
      { WIRES: 'streamable-http' },
      'initialize: ok',
    ],
  ])('works as a Client at %s, and %s', async (path, _how, environment, first) => {
    await using server = ServerProcess.start(environment);
    const findings = await runScenario([python, SCENARIO, 'client'], await localhost(server, path));
    expect(findings).toEqual(await expectedFindings());
    expect((await firstRequests(server, 2)).at(path === '/sse' ? 1 : 0)).toBe(first);
  });
});
