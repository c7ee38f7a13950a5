import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { heldCall, HoldModule } from '../support/tools/held-calls.js';
import { callTool, post, rpc, send } from '../support/wire/http.js';
import { leave, newKey, openStream, sessionOf, waitForOpenStreams } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';

const idsOf = (stream: SseStream): unknown[] => stream.messages.map(({ id }) => id);

describe('A stream with a resume key', () => {
  let server: RunningRookery;
  let url: string;
  let key: string;

  beforeAll(async () => {
    server = await startRookery({}, HoldModule);
    url = server.url;
  });

  beforeEach(async () => {
    key = newKey();
    await waitForOpenStreams(url, 0);
  });

  afterAll(() => server.rookery.close());

  /** Posts a ping for each id, and waits for the answers. */
  async function ping(stream: SseStream, ...ids: string[]): Promise<void> {
    for (const id of ids) {
      expect((await post(await stream.endpoint(), rpc(id, 'ping'))).status).toBe(202);
      await stream.responseTo(id);
    }
  }

  async function hold(stream: SseStream, name: string): ReturnType<typeof heldCall> {
    const params = { name: 'hold', arguments: { name }, _meta: { progressToken: name } };
    await post(await stream.endpoint(), rpc(name, 'tools/call', params));
    return heldCall(name);
  }

  const progressOf = (stream: SseStream): unknown[] =>
    stream.messages.flatMap(({ params }) => (params as { progress?: number } | undefined)?.progress ?? []);

  it('says in every event where it is: the endpoint before the first message, then one by one', async () => {
    await using stream = await openStream(url, key);
    await ping(stream, 'a', 'b', 'c');
    const session = await sessionOf(stream);
    expect(stream.events.map(({ type, id }) => [type, id])).toEqual([
      ['endpoint', `${session}.0`],
      ['message', `${session}.1`],
      ['message', `${session}.2`],
      ['message', `${session}.3`],
    ]);
  });

  it('goes on after the Last-Event-ID that its client sends', async () => {
    await using first = await openStream(url, key);
    await ping(first, 'a', 'b', 'c');
    const session = await sessionOf(first);
    await leave(url, first);
    await using second = await openStream(url, key, `${session}.1`);
    await ping(second, 'd');
    expect(await sessionOf(second)).toBe(session);
    expect(second.events.map(({ type, id }) => [type, id])).toEqual([
      ['endpoint', `${session}.1`],
      ['message', `${session}.2`],
      ['message', `${session}.3`],
      ['message', `${session}.4`],
    ]);
    expect(idsOf(second)).toEqual(['b', 'c', 'd']);
  });

  it('goes on after what reached the old socket when its client sends no Last-Event-ID', async () => {
    await using first = await openStream(url, key);
    await ping(first, 'a', 'b');
    const endpoint = await first.endpoint();
    await leave(url, first);
    for (const id of ['c', 'd']) expect((await post(endpoint, rpc(id, 'ping'))).status).toBe(202);
    await using second = await openStream(url, key);
    await ping(second, 'e');
    expect(second.events[0]!.id).toBe(`${await sessionOf(first)}.2`);
    expect(idsOf(second)).toEqual(['c', 'd', 'e']);
  });

  it('keeps its calls running while its client is away, and delivers what they said', async () => {
    await using first = await openStream(url, key);
    const call = await hold(first, 'away');
    call.context.progress(1);
    await first.waitFor(({ type }) => type === 'message');
    await leave(url, first);
    call.context.progress(2);
    call.context.progress(3);
    await using second = await openStream(url, key, `${await sessionOf(first)}.1`);
    await second.endpoint();
    call.context.progress(4);
    call.finish('done');
    expect(await second.responseTo('away')).toMatchObject({ result: { content: [{ text: 'done' }] } });
    expect(progressOf(second)).toEqual([2, 3, 4]);
    expect(call.context.signal.aborted).toBe(false);
  });

  it('delivers the answer of a call that ended while its client was away', async () => {
    await using first = await openStream(url, key);
    const call = await hold(first, 'missed');
    await leave(url, first);
    call.finish('done meanwhile');
    await using second = await openStream(url, key);
    expect(await second.responseTo('missed')).toMatchObject({
      result: { content: [{ text: 'done meanwhile' }] },
    });
  });

  it('can be resumed again and again, and each time from any event it still keeps', async () => {
    let stream = await openStream(url, key);
    const session = await sessionOf(stream);
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      await ping(stream, id);
      await leave(url, stream);
      stream = await openStream(url, key, `${session}.0`);
      await stream.responseTo(id);
      expect(idsOf(stream)).toEqual(['a', 'b', 'c', 'd'].slice(0, index + 1));
    }
    stream.close();
  });

  it('remembers what its client said of itself', async () => {
    await using first = await openStream(url, key);
    const clientInfo = { name: 'me', version: '1' };
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    await post(await first.endpoint(), rpc('i', 'initialize', params));
    await first.responseTo('i');
    await leave(url, first);
    await using second = await openStream(url, key);
    const call = await hold(second, 'who');
    expect([call.context.client, call.context.revision]).toEqual([clientInfo, '2025-06-18']);
    call.finish('');
  });

  describe('that is opened while the old one is still open', () => {
    it('takes the session over: the old stream ends, and the new one gets what comes', async () => {
      await using old = await openStream(url, key);
      const call = await hold(old, 'taken');
      await ping(old, 'a');
      await using taker = await openStream(url, key, `${await sessionOf(old)}.1`);
      await old.ended();
      await ping(taker, 'b');
      call.finish('done');
      await taker.responseTo('taken');
      expect(await sessionOf(taker)).toBe(await sessionOf(old));
      expect([idsOf(old), idsOf(taker)]).toEqual([['a'], ['b', 'taken']]);
      await waitForOpenStreams(url, 1);
    });

    it('gets each message once and in order, however often that happens amid messages', async () => {
      const streams = [await openStream(url, key)];
      const session = await sessionOf(streams[0]!);
      const call = await hold(streams[0]!, 'busy');
      let sent = 0;
      const chatter = setInterval(() => call.context.progress(++sent), 1);
      for (let round = 0; round < 20; round++) {
        const before = streams.at(-1)!;
        await before.waitFor(({ type }) => type === 'message');
        const seen = before.events.findLast(({ id }) => id)!.id!;
        streams.push(await openStream(url, key, round % 2 === 0 ? seen : undefined));
      }
      clearInterval(chatter);
      call.finish('enough');
      const last = streams.at(-1)!;
      await last.responseTo('busy');
      last.close();
      let reached = 0;
      for (const stream of streams) {
        await stream.ended();
        const [start, ...numbers] = stream.events.map(({ id }) => Number(id!.split('.')[1]));
        expect(await sessionOf(stream)).toBe(session);
        expect(start).toBeLessThanOrEqual(reached);
        expect(numbers).toEqual(numbers.map((_, index) => start! + 1 + index));
        reached = numbers.at(-1)!;
      }
      expect([reached, progressOf(last).at(-1)]).toEqual([sent + 1, sent]);
    });
  });

  it.each([
    ['unknown', () => 'AAAAAAAAAAAAAAAAAAAAAA.1'],
    ['malformed', () => 'what is this?'],
    ['half malformed', (own: string) => `${own}.01`],
    ['not yet given', (own: string) => `${own}.3`],
    ['foreign', (_own: string, foreign: string) => `${foreign}.1`],
  ])('begins anew for a Last-Event-ID that is %s', async (_what, lastEventId) => {
    await using other = await openStream(url, newKey());
    await ping(other, 'x', 'y');
    await using first = await openStream(url, key);
    const call = await hold(first, `lost ${_what}`);
    await ping(first, 'a', 'b');
    const session = await sessionOf(first);
    first.close();
    await waitForOpenStreams(url, 1);
    await using second = await openStream(url, key, lastEventId(session, await sessionOf(other)));
    expect([second.status, second.headers['content-type']]).toEqual([200, 'text/event-stream']);
    await ping(second, 'c');
    const fresh = await sessionOf(second);
    expect([session, await sessionOf(other)]).not.toContain(fresh);
    expect(second.events.map(({ id }) => id)).toEqual([`${fresh}.0`, `${fresh}.1`]);
    expect((await post(await first.endpoint(), rpc('d', 'ping'))).status).toBe(404);
    expect(call.context.signal.reason).toMatchObject({ reason: 'disconnected' });
    await ping(other, 'z');
  });

  it('begins anew for another key, which leaves the session alone', async () => {
    await using first = await openStream(url, key);
    await ping(first, 'a');
    const session = await sessionOf(first);
    await leave(url, first);
    await using thief = await openStream(url, newKey(), `${session}.0`);
    await ping(thief, 'b');
    expect(await sessionOf(thief)).not.toBe(session);
    expect(idsOf(thief)).toEqual(['b']);
    await using second = await openStream(url, key, `${session}.0`);
    await ping(second, 'c');
    expect([await sessionOf(second), idsOf(second)]).toEqual([session, ['a', 'c']]);
  });

  it.each(['', 'short', 'x'.repeat(21), 'x'.repeat(129), `${'x'.repeat(30)}.`, `${'x'.repeat(30)}%20`])(
    'is refused for the key %j, which could be guessed',
    async (bad) => {
      const headers = { accept: 'text/event-stream' };
      const { status, json } = await send(`${url}/sse?resume=${bad}`, { headers });
      expect([status, json]).toMatchObject([400, { error: { code: -32602 } }]);
      expect((json as { error: { message: string } }).error.message).toMatch(/^resume must have 22 to 128/);
    },
  );

  it.each([22, 128])('takes a key of %i characters', async (length) => {
    await using stream = await openStream(url, 'Aa0_-'.repeat(26).slice(0, length));
    expect([stream.status, await sessionOf(stream)]).toEqual([200, expect.any(String)]);
  });

  it('answers what it is asked', async () => {
    await using stream = await openStream(url, key);
    await post(await stream.endpoint(), callTool('sum', 'add', { a: 5, b: 3 }));
    expect(await stream.responseTo('sum')).toMatchObject({ result: { content: [{ text: '8' }] } });
  });
});
