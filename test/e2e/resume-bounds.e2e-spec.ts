import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { heldCall, HoldModule } from '../support/tools/held-calls.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { leave, newKey, openStream, sessionOf } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';

const idsOf = (stream: SseStream): unknown[] => stream.messages.map(({ id }) => id);

const beatsOf = (stream: SseStream): number =>
  stream.events.filter(({ comment }) => comment === 'heartbeat').length;

/** Opens a session whose client leaves at once, then posts echoes of so many characters to it. */
async function miss(url: string, key: string, lengths: readonly number[]): Promise<string> {
  await using stream = await openStream(url, key);
  const endpoint = await stream.endpoint();
  await leave(url, stream);
  for (const [index, length] of lengths.entries()) {
    const call = callTool(index + 1, 'echo', { message: 'x'.repeat(length) });
    expect((await post(endpoint, call)).status).toBe(202);
  }
  return sessionOf(stream);
}

describe('What a session keeps for replay', () => {
  it.each([
    ['has at most REPLAY_EVENTS events', { REPLAY_EVENTS: '2' }, [1, 1], [1, 1, 1]],
    ['has at most REPLAY_BYTES bytes', { REPLAY_BYTES: '1000' }, [400, 400], [600, 600]],
    ['has its newest event, however large', { REPLAY_BYTES: '1000' }, [5000], [5000, 1]],
  ])('%s; once some is lost, the client begins anew', async (_what, environment, kept, tooMuch) => {
    await using server = await startRookery(environment);
    const { url } = server;
    for (const lastNumber of [undefined, 0]) {
      const key = newKey();
      const session = await miss(url, key, kept);
      const lastEventId = lastNumber === undefined ? undefined : `${session}.${lastNumber}`;
      await using resumed = await openStream(url, key, lastEventId);
      expect(await sessionOf(resumed)).toBe(session);
      await resumed.responseTo(kept.length);
      expect(idsOf(resumed)).toEqual(kept.map((_, index) => index + 1));
      await leave(url, resumed);
    }
    const key = newKey();
    const session = await miss(url, key, tooMuch);
    await using anew = await openStream(url, key);
    expect([anew.status, await sessionOf(anew)]).toEqual([200, expect.not.stringContaining(session)]);
    await post(await anew.endpoint(), rpc('a', 'ping'));
    await anew.responseTo('a');
    expect(idsOf(anew)).toEqual(['a']);
  });

  it('is bounded while the stream is open too', async () => {
    await using server = await startRookery({ REPLAY_EVENTS: '2' });
    const key = newKey();
    await using stream = await openStream(server.url, key);
    const session = await sessionOf(stream);
    for (const id of [1, 2, 3]) {
      await post(await stream.endpoint(), rpc(id, 'ping'));
      await stream.responseTo(id);
    }
    await using replayed = await openStream(server.url, key, `${session}.1`);
    await replayed.responseTo(3);
    expect([await sessionOf(replayed), idsOf(replayed)]).toEqual([session, [2, 3]]);
    await using anew = await openStream(server.url, key, `${session}.0`);
    expect(await sessionOf(anew)).not.toBe(session);
  });

  it('is taken from the session that was silent for longest when all keep too much', async () => {
    await using server = await startRookery({ REPLAY_TOTAL_BYTES: '3000' });
    const { url } = server;
    const [silent, recent] = [newKey(), newKey()];
    const lost = await miss(url, silent, [600, 600]);
    const kept = await miss(url, recent, [600, 600, 600]);
    await using resumed = await openStream(url, recent);
    await resumed.responseTo(3);
    expect([await sessionOf(resumed), idsOf(resumed)]).toEqual([kept, [1, 2, 3]]);
    await using anew = await openStream(url, silent);
    expect(await sessionOf(anew)).not.toBe(lost);
  });
});

describe('The time that a session waits for its client', () => {
  const REPLAY_SECONDS = 1;
  const HEARTBEAT_SECONDS = 0.1;
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery(
      { REPLAY_SECONDS: String(REPLAY_SECONDS), HEARTBEAT_SECONDS: String(HEARTBEAT_SECONDS) },
      HoldModule,
    );
    url = server.url;
  });

  afterAll(() => server.rookery.close());

  it('ends the session and aborts its call when it is over', async () => {
    const key = newKey();
    await using stream = await openStream(url, key);
    const endpoint = await stream.endpoint();
    await post(endpoint, callTool(1, 'hold', { name: 'expiring' }));
    const { signal } = (await heldCall('expiring')).context;
    await leave(url, stream);
    expect((await post(endpoint, rpc(2, 'ping'))).status).toBe(202);
    const answer = await eventually(
      () => post(endpoint, rpc(3, 'ping')),
      ({ status }) => status !== 202,
    );
    expect([answer.status, answer.json]).toMatchObject([404, { error: { code: -32001 } }]);
    expect(signal.reason).toMatchObject({ name: 'AbortError', reason: 'disconnected' });
    const session = await sessionOf(stream);
    await using late = await openStream(url, key, `${session}.0`);
    await post(await late.endpoint(), rpc(4, 'ping'));
    await late.responseTo(4);
    expect([late.status, idsOf(late)]).toEqual([200, [4]]);
    expect(await sessionOf(late)).not.toBe(session);
  });

  it.each([
    ['came back', (first: SseStream) => leave(url, first)],
    ['took the session over', () => Promise.resolve()],
  ])('stops for a client that %s', async (what, beforehand) => {
    const key = newKey();
    await using first = await openStream(url, key);
    await post(await first.endpoint(), callTool(1, 'hold', { name: what }));
    const call = await heldCall(what);
    await beforehand(first);
    await using second = await openStream(url, key);
    const enough = (2 * REPLAY_SECONDS) / HEARTBEAT_SECONDS;
    await second.waitFor(() => beatsOf(second) > enough);
    call.finish('still here');
    expect(await second.responseTo(1)).toMatchObject({ result: { content: [{ text: 'still here' }] } });
    expect(await sessionOf(second)).toBe(await sessionOf(first));
    await leave(url, second);
  });
});

describe('A stream without a resume key', () => {
  it('takes its session and its calls with it', async () => {
    await using server = await startRookery({}, HoldModule);
    const { url } = server;
    await using stream = await SseStream.open(`${url}/sse`);
    const endpoint = await stream.endpoint();
    await post(endpoint, rpc(1, 'ping'));
    await stream.responseTo(1);
    await post(endpoint, callTool(2, 'hold', { name: 'left' }));
    const { signal } = (await heldCall('left')).context;
    await leave(url, stream);
    const answer = await post(endpoint, rpc(3, 'ping'));
    expect([answer.status, answer.json]).toMatchObject([404, { error: { code: -32001 } }]);
    expect(signal.reason).toMatchObject({ name: 'AbortError', reason: 'disconnected' });
    expect(stream.events.map(({ id }) => id)).toEqual([undefined, undefined]);
    const lastEventId = `${await sessionOf(stream)}.0`;
    await using next = await SseStream.open(`${url}/sse`, { 'last-event-id': lastEventId });
    expect(next.status).toBe(200);
    expect(await sessionOf(next)).not.toBe(await sessionOf(stream));
  });
});
