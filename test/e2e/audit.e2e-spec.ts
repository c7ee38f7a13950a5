import { type LogLine, ServerProcess } from '../support/servers/server-process.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';

const lineOf =
  (requestId: string | undefined) =>
  (line: LogLine): boolean =>
    line['requestId'] === requestId;

describe('The audit', () => {
  it('has one line for each request that was turned away: who, what status, why', async () => {
    await using server = ServerProcess.start({ ALLOWED_ORIGINS: 'https://app.example' });
    const url = await server.url();
    const refused = [
      await post(`${url}/message?sessionId=secret`, rpc(1, 'ping'), { host: 'evil.example' }),
      await send(`${url}/sse?resume=secret`, { headers: { origin: 'https://evil.example' } }),
    ];
    for (const { status, headers } of refused) {
      expect(status).toBe(403);
      const line = await server.waitForLog(lineOf(String(headers['x-request-id'])));
      expect(line).toMatchObject({
        level: 'warn',
        msg: 'request denied',
        outcome: 'denied',
        status: 403,
        address: '127.0.0.1',
        reason: expect.stringContaining('evil.example') as string,
      });
    }
    expect(JSON.stringify(server.log)).not.toContain('secret');
  });

  it('has one line for what one address repeats', async () => {
    await using server = ServerProcess.start();
    const url = await server.url();
    for (let count = 0; count < 130; count++) await send(`${url}/sse`, { headers: { host: 'evil.example' } });
    expect(await server.stop()).toBe(0);
    const denied = server.log.filter(({ outcome }) => outcome === 'denied');
    expect(denied).toHaveLength(101);
    expect(denied.at(-1)).toMatchObject({
      level: 'warn',
      network: '127.0.0.1',
      status: 403,
      count: 30,
      msg: '30 more requests from 127.0.0.1 were denied',
    });
  });

  it('has one line for each call: who, which tool, how it came out, and nothing of what was said', async () => {
    await using server = ServerProcess.start();
    const url = `${await server.url()}/message`;
    const { headers } = await post(url, callTool(1, 'echo', { message: 'a secret' }));
    const line = await server.waitForLog(lineOf(String(headers['x-request-id'])));
    expect(line).toMatchObject({ principal: 'anonymous', method: 'tools/call', tool: 'echo', outcome: 'ok' });
    expect(JSON.stringify(server.log)).not.toContain('secret');
  });
});
