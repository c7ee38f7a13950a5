import { describeWith } from '../../support/available.js';
import { expectedFindings, firstRequests, runScenario } from '../../support/clients/clients.js';
import { ServerProcess } from '../../support/servers/server-process.js';

describeWith('ROOKERY_TEST_GO_CLIENT', 'The Go client', (client) => {
  it.each(['/sse', '/', '/mcp'])('works at %s', async (path) => {
    await using server = ServerProcess.start({ HEARTBEAT_SECONDS: '0.1' });
    const findings = await runScenario([client], `${await server.url()}${path}`, 1);
    expect(findings).toEqual(await expectedFindings());
    // Over Streamable HTTP the question for a newer revision has no session, and is no call.
    const asked = path === '/mcp' ? [] : ['server/discover: error'];
    expect((await firstRequests(server, 2)).slice(0, asked.length + 1)).toEqual([...asked, 'initialize: ok']);
  });

  it('loses its connection to a stream with named heartbeats', async () => {
    await using server = ServerProcess.start({ HEARTBEAT_SECONDS: '0.1' });
    await expect(runScenario([client], `${await server.url()}/sse?events=named`, 30)).rejects.toThrow(
      /ended with 1: .*invalid message version tag/,
    );
  });
});
