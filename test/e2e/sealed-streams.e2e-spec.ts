import { eventually } from '../support/eventually.js';
import { type RunningRookery } from '../support/servers/rookery.js';
import { ANN, BEARER, type Headers, openSession, startSealing } from '../support/servers/sealing.js';
import { heldCall } from '../support/tools/held-calls.js';
import { post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

describe('The streams of a sealed session', () => {
  let [first, second]: [RunningRookery, RunningRookery] = [undefined!, undefined!];

  beforeAll(async () => {
    [first, second] = [await startSealing(BEARER), await startSealing(BEARER)];
  });
  afterAll(async () => {
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
  });

  const progressing = (name: string): object =>
    rpc(1, 'tools/call', { name: 'hold', arguments: { name }, _meta: { progressToken: name } });

  const listen = ({ url }: RunningRookery, session: Headers, lastEventId: string): Promise<SseStream> =>
    SseStream.open(`${url}/mcp`, { ...session, 'last-event-id': lastEventId });

  const idsOf = (text: string): string[] => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id!);

  /** A call that says one thing besides its result. @returns the ids of its events */
  async function callOf(server: RunningRookery, session: Headers, name: string): Promise<string[]> {
    const answered = post(`${server.url}/mcp`, progressing(name), session);
    const call = await heldCall(name);
    call.context.progress(1);
    call.finish('done');
    return idsOf((await answered).text);
  }

  it('begin anew: that for what belongs to no request is opened, that of a POST is not kept', async () => {
    const session = await openSession(first, ANN.headers);
    const before = await callOf(first, session, 'before');
    await using listening = await SseStream.open(`${first.url}/mcp`, session);
    await eventually(() => idsOf(listening.bytes).length === 1);
    const [heard] = idsOf(listening.bytes);
    expect(await callOf(second, session, 'after')).toHaveLength(before.length);
    await using lost = await listen(second, session, before[1]!);
    expect(lost.status).toBe(400);
    await using anew = await listen(second, session, heard!);
    expect(anew.status).toBe(200);
    await eventually(() => idsOf(anew.bytes).length === 1);
    expect(anew.messages).toEqual([]);
    expect(idsOf(anew.bytes)).not.toContain(heard);
  });

  it('have no event of those of another process', async () => {
    const session = await openSession(first, ANN.headers);
    const [here, there] = [await callOf(first, session, 'here'), await callOf(second, session, 'there')];
    expect(here.filter((id) => there.includes(id))).toEqual([]);
    await using crossed = await listen(second, session, here[0]!);
    expect(crossed.status).toBe(400);
    await using own = await listen(first, session, here[0]!);
    await eventually(() => own.isEnded);
    expect(own.messages).toMatchObject([{ params: { progressToken: 'here' } }, { id: 1, result: {} }]);
  });
});
