import { DirectRoutesAdapter } from '../../src/transport/direct-routes/index.js';
import { DIRECT_ROUTES } from '../support/servers/direct-routes.js';
import { startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';

const SAID = DIRECT_ROUTES
  ? 'Without Express: GET /, GET /sse, GET /mcp, POST /, POST /sse, POST /message, POST /messages, POST /mcp'
  : 'Off: every request passes through Express';

describe(`The service of the tests ${DIRECT_ROUTES ? 'with' : 'without'} direct routes`, () => {
  it('is what it says, in this process', async () => {
    await using server = await startRookery();
    const adapter = server.rookery.app.getHttpAdapter() as unknown;
    expect(adapter).toBeInstanceOf(DirectRoutesAdapter);
    const { report } = adapter as DirectRoutesAdapter;
    if (DIRECT_ROUTES) expect(report).toMatchObject({ throughExpress: [] });
    else expect(report).toBeUndefined();
  });

  it.each([
    [undefined],
    ['test/support/servers/measured-server.mjs'],
    ['test/support/servers/slow-server.mjs'],
  ])('is what it logs, in a process of its own (%s)', async (script) => {
    await using server = ServerProcess.start({}, script);
    const { msg } = await server.waitForLog(({ context }) => context === 'DirectRoutes');
    expect(msg).toBe(SAID);
    expect(await server.stop()).toBe(0);
  });
});
