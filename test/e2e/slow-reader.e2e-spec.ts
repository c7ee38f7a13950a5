import { OpenStreams, SessionsService } from '../../src/sessions/index.js';
import { PendingBytesBudget } from '../../src/transport/event-stream/index.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post } from '../support/wire/http.js';
import { newKey } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';

/** Each of these has 900 kB: three of them are more than may wait for one stream. */
const CALLS = 40;

describe('A client that stops reading', () => {
  it('loses its stream at the budget, while memory stays bounded and others are served', async () => {
    await using server = ServerProcess.start({ BULK: '1' }, 'test/support/servers/measured-server.mjs');
    const url = await server.url();
    const before = await server.measure();
    await using slow = await SseStream.open(`${url}/sse`);
    await using other = await SseStream.open(`${url}/sse`);
    const endpoint = await slow.endpoint();
    const otherEndpoint = await other.endpoint();
    slow.pause();

    const statuses: number[] = [];
    for (let id = 1; id <= CALLS; id++) {
      statuses.push((await post(endpoint, callTool(id, 'bulk'))).status);
      await post(otherEndpoint, callTool(id, 'nothing'));
      await other.responseTo(id);
    }

    expect(statuses[0]).toBe(202);
    expect(statuses.at(-1)).toBe(404);
    await server.waitForLog(({ msg }) => /bytes wait for a client that does not read/.test(String(msg)));
    await server.waitForLog(({ msg, outcome }) => msg === 'session ended' && outcome === 'disconnected');
    const after = await server.measure();
    expect(after.openStreams).toBe(1);
    expect(after.rss - before.rss).toBeLessThan(64 * 1024 * 1024);
    expect(other.isEnded).toBe(false);
  });

  it('keeps its stream while the one message being written is all that waits', async () => {
    await using server = ServerProcess.start(
      { BULK: '1', MAX_PENDING_BYTES: '1024' },
      'test/support/servers/measured-server.mjs',
    );
    await using stream = await SseStream.open(`${await server.url()}/sse`);
    await post(await stream.endpoint(), callTool(1, 'bulk'));
    expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ type: 'text' }] } });
  });

  it('is the one that is cut when all streams together hold too much', async () => {
    await using server = ServerProcess.start(
      { BULK: '1', MAX_BUFFERED_BYTES: '3000000', MAX_PENDING_BYTES: '20000000' },
      'test/support/servers/measured-server.mjs',
    );
    const url = await server.url();
    await using slow = await SseStream.open(`${url}/sse`);
    await using slower = await SseStream.open(`${url}/sse`);
    const endpoint = await slow.endpoint();
    const worse = await slower.endpoint();
    slow.pause();
    slower.pause();
    for (let id = 1; id <= 4; id++) await post(endpoint, callTool(id, 'bulk'));
    let status = 202;
    for (let id = 1; id <= CALLS && status === 202; id++)
      status = (await post(worse, callTool(id, 'bulk'))).status;
    expect(status).toBe(404);
    expect((await post(endpoint, callTool(100, 'nothing'))).status).toBe(202);
  });

  it('is cut after its session was taken over, so that nothing stays behind', async () => {
    await using server = ServerProcess.start(
      { BULK: '1', MAX_PENDING_BYTES: '50000000', REPLAY_BYTES: '50000000' },
      'test/support/servers/measured-server.mjs',
    );
    const url = `${await server.url()}/sse?resume=${newKey()}`;
    const connections = async (): Promise<number> => (await server.measure()).resources['TCPSocketWrap'] ?? 0;
    await using old = await SseStream.open(url);
    const endpoint = await old.endpoint();
    const before = await connections();
    old.pause();
    for (let id = 1; id <= 20; id++) await post(endpoint, callTool(id, 'bulk'));
    await using taken = await SseStream.open(url);
    await taken.responseTo(20);
    await eventually(async () => (await connections()) <= before);
    expect((await server.measure()).openStreams).toBe(1);
  });

  it('is cut once, and told once, however much was sent to it meanwhile', async () => {
    await using server = await startRookery({ MAX_PENDING_BYTES: '100000' });
    const sessions = server.rookery.app.get(SessionsService);
    const budget = server.rookery.app.get(PendingBytesBudget);
    await using slow = await SseStream.open(`${server.url}/sse`);
    await slow.endpoint();
    slow.pause();
    const [session] = sessions.all();
    for (let message = 0; message < 1_000; message++) session!.push('x'.repeat(20_000));
    await eventually(() => server.rookery.app.get(OpenStreams).count === 0);
    expect(budget.cutCount('pending')).toBe(1);
  });
});
