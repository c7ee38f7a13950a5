import { describeWith } from '../../support/available.js';
import { expectedFindings, firstRequests, runScenario } from '../../support/clients/clients.js';
import { ServerProcess } from '../../support/servers/server-process.js';

describeWith('ROOKERY_TEST_GO_CLIENT', 'The Go client', (client) => {
  it.each<[path: string, environment: NodeJS.ProcessEnv, asked: string[]]>([
    ['/sse', {}, ['server/discover: error', 'initialize: ok']],
    ['/', {}, ['server/discover: error', 'initialize: ok']],
    ['/mcp', {}, ['server/discover: ok', 'tools/list: ok']],
    // There the question has no session, and is no call.
    ['/mcp', { WIRES: 'streamable-http' }, ['initialize: ok', 'tools/list: ok']],
  ])('works at %s with %j', async (path, environment, asked) => {
    await using server = ServerProcess.start({ HEARTBEAT_SECONDS: '0.1', ...environment });
    const findings = await runScenario([client], `${await server.url()}${path}`, 1);
    expect(findings).toEqual(await expectedFindings());
    expect(await firstRequests(server, 2)).toEqual(asked);
  });

  it('loses its connection to a stream with named heartbeats', async () => {
    await using server = ServerProcess.start({ HEARTBEAT_SECONDS: '0.1' });
    await expect(runScenario([client], `${await server.url()}/sse?events=named`, 30)).rejects.toThrow(
      /ended with 1: .*invalid message version tag/,
    );
  });
});
